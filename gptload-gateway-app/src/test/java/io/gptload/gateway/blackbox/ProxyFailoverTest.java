package io.gptload.gateway.blackbox;

import static io.gptload.gateway.blackbox.TestGroup.CHAT;
import static io.gptload.gateway.blackbox.TestGroup.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.Fault;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the client, the log and the keys see of an upstream's failures. */
class ProxyFailoverTest {

    private static final String TYPE = "application/json; x=y";
    private static final ProviderSimulator PROVIDER =
            ProviderSimulator.builder().build();

    @TempDir
    static Path folder;

    private static SimulatorServer server;
    private static RunningGateway gateway;
    private static int serial;

    @BeforeAll
    static void start() {
        server = SimulatorServer.start(PROVIDER);
        gateway = RunningGateway.start(folder);
        assertThat(gateway.api("PUT", "/api/settings", "{\"request_log_write_interval_minutes\":0}")
                        .status())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.close();
    }

    @BeforeEach
    void recover() {
        PROVIDER.recover();
        PROVIDER.chunkDelay(Duration.ZERO);
        PROVIDER.resetCounters();
    }

    private static String key() {
        String key = "sk-leakcanary-fail-" + ++serial;
        PROVIDER.setKey(SimulatedKey.valid(key));
        return key;
    }

    private static TestGroup group(String config, String... keys) {
        return TestGroup.create(gateway, server.baseUrl(), "{\"config\":" + config + "}", keys);
    }

    private static TestGroup literalGroup(String config, String... keys) {
        return TestGroup.create(
                gateway,
                server.baseUrl(),
                "{\"config\":" + config + ",\"gptload\":{\"failure_policy\":\"gpt-load\"}}",
                keys);
    }

    private static void assertAttempts(TestGroup group, String... attempts) {
        assertThat(group.log(attempts.length).stream()
                        .map(row -> row.path("request_type").asString() + " "
                                + row.path("status_code").asInt()))
                .containsExactly(attempts);
    }

    private static JsonNode stored(TestGroup group) {
        return gateway.api("GET", "/api/keys?group_id=" + group.id())
                .data()
                .path("items")
                .path(0);
    }

    @Test
    void aFailedAttemptIsRetriedAndLoggedAndNotTheKeysFault() {
        TestGroup group = group("{}", key(), key());
        PROVIDER.fail(Fault.status(500).times(1));
        assertThat(group.chat().status()).isEqualTo(200);
        assertAttempts(group, "retry 500", "final 200");
        group.assertNoKeyTouched();
    }

    @Test
    void whenRetriesAreUsedUpTheClientGetsWhatTheUpstreamSaid() {
        TestGroup group = group("{\"max_retries\":2}", key(), key(), key());
        PROVIDER.fail(Fault.reply(500, "text/plain; x=y", "out of <order>\n"));
        Answer answer = group.chat();
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; x=y");
        assertThat(answer.body()).isEqualTo("out of <order>\n");
        assertThat(PROVIDER.calls()).isEqualTo(3);
        assertAttempts(group, "retry 500", "retry 500", "final 500");
        group.assertNoKeyTouched();
    }

    @Test
    void aLimitedKeyMakesWayForTheNextAndTheLastRefusalIsTheClients() {
        TestGroup group = group("{\"max_retries\":2}", key(), key(), key());
        String body = "{\"error\":{\"message\":\"slow  down\",\"type\":\"x\"}}";
        PROVIDER.fail(Fault.reply(429, TYPE, body));
        Answer answer = group.chat();
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.header("Content-Type")).isEqualTo(TYPE);
        assertThat(answer.header("Retry-After")).matches("[1-9]");
        assertThat(PROVIDER.calls()).isEqualTo(3);
        assertThat(group.pool().path("cooling").asInt()).isEqualTo(3);
        assertThat(group.pool().path("invalid").asInt(-1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 413, 415, 422})
    void theClientsOwnMistakeIsRelayedAtOnce(int status) {
        TestGroup group = group("{}", key(), key());
        PROVIDER.fail(Fault.reply(status, TYPE, "{ \"error\": {\"message\":\"no\"} }"));
        Answer answer = group.chat();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo("{ \"error\": {\"message\":\"no\"} }");
        assertAttempts(group, "final " + status);
        assertThat(group.log(1).get(0).path("is_success").asBoolean(true)).isFalse();
        assertThat(group.log(1).get(0).path("error_message").asString()).isEqualTo("no");
        group.assertNoKeyTouched();
    }

    @Test
    void aStatusThatIsNotForFailoverIsRelayedAtOnce() {
        TestGroup group = group("{\"failover_status_codes\":\"500-599\"}", key(), key());
        PROVIDER.fail(Fault.reply(429, TYPE, "{\"error\":1}"));
        assertThat(group.chat().body()).isEqualTo("{\"error\":1}");
        assertThat(PROVIDER.calls()).isEqualTo(1);
        assertThat(group.pool().path("invalid").asInt(-1)).isZero();
    }

    @Test
    void withoutFailoverStatusesEveryStatusIsRelayedAndABrokenConnectionStillRetried() {
        TestGroup group = group("{\"failover_status_codes\":\"\"}", key(), key());
        PROVIDER.fail(Fault.status(503));
        assertThat(group.chat().status()).isEqualTo(503);
        assertThat(PROVIDER.calls()).isEqualTo(1);
        PROVIDER.fail(Fault.reset().times(1));
        TestGroup another = group("{\"failover_status_codes\":\"\"}", key(), key());
        assertThat(another.chat().status()).isEqualTo(200);
    }

    @Test
    void anUpstreamThatCannotBeReachedIsABadGatewayWithoutItsAddress() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        TestGroup group = TestGroup.create(
                gateway, "http://127.0.0.1:" + closed, "{\"config\":{\"max_retries\":1}}", key(), key());
        Answer answer = group.chat();
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.json().path("error").path("message").asString()).isNotEmpty();
        assertThat(answer.body()).doesNotContain(String.valueOf(closed));
        assertThat(group.log(2)).hasSize(2);
        group.assertNoKeyTouched();
    }

    @Test
    void withoutRetriesThereIsOneCall() {
        TestGroup group = group("{\"max_retries\":0}", key(), key());
        PROVIDER.fail(Fault.status(500));
        assertThat(group.chat().status()).isEqualTo(500);
        assertThat(PROVIDER.calls()).isEqualTo(1);
        assertAttempts(group, "final 500");
    }

    @Test
    void aKeyThatIsRefusedAgainAndAgainBecomesInvalid() {
        String key = key();
        TestGroup group = group("{\"max_retries\":0,\"blacklist_threshold\":2}", key);
        PROVIDER.setKey(SimulatedKey.rejected(key));
        assertThat(group.chat().status()).isEqualTo(401);
        assertThat(stored(group).path("status").asString()).isEqualTo("active");
        assertThat(group.chat().status()).isEqualTo(401);
        assertThat(stored(group).path("status").asString()).isEqualTo("invalid");
        Answer none = group.chat();
        assertThat(none.status()).isEqualTo(503);
        assertThat(none.json().path("error").path("code").asString()).isEqualTo("no_keys_available");
        assertThat(PROVIDER.calls()).isEqualTo(2);
        assertThat(group.log(3)).hasSize(3).last().satisfies(row -> {
            assertThat(row.path("status_code").asInt()).isEqualTo(503);
            assertThat(row.path("key_value").asString("?")).isEmpty();
        });
    }

    @Test
    void aThresholdOfZeroMeansNever() {
        String key = key();
        TestGroup group = group("{\"max_retries\":0,\"blacklist_threshold\":0}", key);
        PROVIDER.setKey(SimulatedKey.invalid(key));
        for (int i = 0; i < 4; i++) {
            assertThat(group.chat().status()).isIn(401, 503, 429);
        }
        assertThat(stored(group).path("status").asString()).isEqualTo("active");
    }

    @Test
    void aDeadKeyIsSkippedAndNeverUsedAgain() {
        String dead = key();
        PROVIDER.setKey(SimulatedKey.invalid(dead));
        TestGroup group = group("{\"max_retries\":0}", dead, key());
        for (int i = 0; i < 6; i++) {
            assertThat(group.chat().status()).isEqualTo(200);
        }
        assertThat(PROVIDER.calls(dead)).isEqualTo(1);
        assertThat(group.pool().path("invalid").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 429, 503})
    void theKeyIsMaskedInWhatTheUpstreamSaysOfIt(int status) {
        String key = key();
        TestGroup group = group("{\"max_retries\":0}", key);
        PROVIDER.fail(Fault.reply(status, TYPE, "{\"error\":{\"message\":\"bad key " + key + " given\"}}"));
        Answer answer = group.chat();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo(TYPE);
        assertThat(answer.json().path("error").path("message").asString())
                .startsWith("bad key sk-l****")
                .endsWith(" given")
                .doesNotContain(key);
        assertAttempts(group, "final " + status);
        String logged = group.log(1).get(0).path("error_message").asString();
        assertThat(logged).startsWith("bad key sk-l****").endsWith(" given").doesNotContain(key);
        assertThat(gateway.api("GET", "/api/gptload/pool/" + group.name() + "/keys")
                        .body())
                .doesNotContain(key);
    }

    @Test
    void aSlowUpstreamTimesOutAndASlowStreamDoesNot() {
        TestGroup group = group("{\"max_retries\":0,\"request_timeout\":1}", key());
        PROVIDER.chunkDelay(Duration.ofMillis(400));
        Answer stream = group.post(CHAT, HELLO.replace("{\"model\"", "{\"stream\":true,\"model\""));
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.body()).endsWith("data: [DONE]\n\n");
        assertThat(group.log(1).get(0).path("duration_ms").asInt()).isGreaterThan(1000);

        PROVIDER.fail(Fault.hang());
        Answer answer = group.chat();
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.json().path("error").path("message").asString()).contains("did not answer in time");
        group.assertNoKeyTouched();
    }

    @Test
    void anErrorEventFirstAndAnEmptyStreamAreRetried() {
        TestGroup group = group("{}", key(), key());
        String stream = HELLO.replace("{\"model\"", "{\"stream\":true,\"model\"");
        PROVIDER.fail(Fault.errorEventFirst().times(1));
        assertThat(group.post(CHAT, stream).body()).contains("Hello").doesNotContain("error");
        PROVIDER.fail(Fault.emptyReply().times(1));
        assertThat(group.post(CHAT, stream).body()).contains("Hello");
        assertThat(PROVIDER.calls()).isEqualTo(4);
        group.assertNoKeyTouched();
    }

    @Test
    void theLiteralPolicyRetriesAndCountsEveryFailure() {
        TestGroup group = literalGroup("{\"max_retries\":2,\"blacklist_threshold\":2}", key());
        PROVIDER.fail(Fault.reply(400, TYPE, "{\"error\":{\"message\":\"no\"}}"));
        assertThat(group.chat().status()).isEqualTo(400);
        assertThat(PROVIDER.calls()).isEqualTo(2);
        assertThat(stored(group).path("status").asString()).isEqualTo("invalid");
        assertThat(group.chat().status()).isEqualTo(503);
    }

    @Test
    void theLiteralPolicyDoesNotCountAnExhaustedResource() {
        TestGroup group = literalGroup("{\"max_retries\":2,\"blacklist_threshold\":1}", key());
        PROVIDER.fail(Fault.reply(429, TYPE, "{\"error\":{\"message\":\"Resource has been exhausted (e.g.)\"}}"));
        assertThat(group.chat().status()).isEqualTo(429);
        assertThat(PROVIDER.calls()).isEqualTo(3);
        assertThat(stored(group).path("status").asString()).isEqualTo("active");
    }

    @Test
    void aChangeElsewhereForgetsNoCooldown() {
        String key = key();
        PROVIDER.setKey(SimulatedKey.limited(key, 1, Duration.ofSeconds(60)));
        TestGroup group = group("{}", key);
        assertThat(group.chat().status()).isEqualTo(200);
        group("{}", key());
        assertThat(gateway.api(
                                "PUT",
                                "/api/groups/" + group.id(),
                                "{\"description\":\"d\",\"config\":{\"max_retries\":1}}")
                        .status())
                .isEqualTo(200);
        assertThat(group.chat().status()).isEqualTo(429);
        assertThat(PROVIDER.calls()).isEqualTo(1);
    }
}
