package io.gptload.gateway.admin.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupColumn;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.KeyStatus;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.testing.Answer;
import io.gptload.simulator.Fault;
import io.gptload.simulator.SimulatedCall;
import io.gptload.simulator.SimulatedKey;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class KeyTestingTest {

    private static final String TEST = "/api/keys/test-multiple";

    @TempDir
    static Path folder;

    private static AdminFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new AdminFixture(folder);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @AfterEach
    void recover() {
        fixture.provider.recover();
    }

    private static String key(String name) {
        return "sk-leakcanary-" + name;
    }

    private static JsonNode item(TestGroup group, String key) {
        return fixture.get("/api/keys?group_id=" + group.id() + "&key_value=" + key)
                .data()
                .path("items")
                .path(0);
    }

    private static JsonNode test(TestGroup group, String key) {
        return fixture.postKeys(TEST, group, key).data().path("results").path(0);
    }

    private static SimulatedCall lastCall() {
        return fixture.provider.callLog().get(fixture.provider.callLog().size() - 1);
    }

    @Test
    void goodBadAndUnknownKeysAreToldApartInTheOrderGiven() {
        TestGroup group = fixture.group("openai", Map.of(), key("bad"), key("good-1"), key("good-2"));
        fixture.provider.setKey(SimulatedKey.rejected(key("bad")));
        fixture.provider.setKey(SimulatedKey.valid(key("good-1")));
        fixture.provider.setKey(SimulatedKey.valid(key("good-2")));
        String asked = key("good-2") + " " + key("bad") + " " + key("nobody") + " " + key("good-1");
        Answer answer = fixture.postKeys(TEST, group, asked);
        JsonNode results = answer.data().path("results");
        assertThat(results.valueStream().map(r -> r.path("key_value").asString()))
                .containsExactly(key("good-2"), key("bad"), key("nobody"), key("good-1"));
        assertThat(results.valueStream().map(r -> r.path("is_valid").asBoolean()))
                .containsExactly(true, false, false, true);
        assertThat(results.path(0).has("error")).isFalse();
        assertThat(results.path(1).path("error").asString()).startsWith("[status 401] ");
        assertThat(results.path(2).path("error").asString()).contains("no such key");
        assertThat(answer.data().path("total_duration").isIntegralNumber()).isTrue();
    }

    @Test
    void threeRefusalsMakeAKeyInvalidAndASuccessMakesItActive() {
        TestGroup group = fixture.group(key("other"));
        fixture.gateway.addKeys(group.id(), key("strikes"));
        fixture.provider.setKey(SimulatedKey.rejected(key("strikes")));
        test(group, key("strikes"));
        assertThat(item(group, key("strikes")).path("failure_count").asInt()).isEqualTo(1);
        test(group, key("strikes"));
        assertThat(item(group, key("strikes")).path("failure_count").asInt()).isEqualTo(2);
        assertThat(item(group, key("strikes")).path("status").asString()).isEqualTo("active");
        test(group, key("strikes"));
        assertThat(item(group, key("strikes")).path("status").asString()).isEqualTo("invalid");
        assertThat(item(group, key("strikes")).path("failure_count").asInt()).isEqualTo(3);
        assertThat(test(group, key("strikes")).path("is_valid").asBoolean()).isFalse();
        fixture.provider.setKey(SimulatedKey.valid(key("strikes")));
        assertThat(test(group, key("strikes")).path("is_valid").asBoolean()).isTrue();
        assertThat(item(group, key("strikes")).path("status").asString()).isEqualTo("active");
        assertThat(item(group, key("strikes")).path("failure_count").asInt(-1)).isZero();
        long served = fixture.provider.served(key("strikes"));
        fixture.chat(group);
        fixture.chat(group);
        assertThat(fixture.provider.served(key("strikes"))).isEqualTo(served + 1);
    }

    @Test
    void aFailureCountOfOldIsForgottenAfterASuccess() {
        TestGroup group = fixture.group(key("old"));
        fixture.store().keys().setStatus(item(group, key("old")).path("id").asLong(), KeyStatus.ACTIVE, 2);
        Awaitility.await()
                .untilAsserted(
                        () -> { // the engine may hear of the count after the first success
                            assertThat(test(group, key("old")).path("is_valid").asBoolean())
                                    .isTrue();
                            assertThat(item(group, key("old"))
                                            .path("failure_count")
                                            .asInt(-1))
                                    .isZero();
                        });
    }

    @Test
    void aFailingProviderIsNotTheKeysFault() {
        TestGroup group = fixture.group(key("blameless"));
        fixture.provider.fail(Fault.status(500));
        for (int i = 0; i < 4; i++) {
            assertThat(test(group, key("blameless")).path("is_valid").asBoolean(true))
                    .isFalse();
        }
        assertThat(item(group, key("blameless")).path("status").asString()).isEqualTo("active");
    }

    @Test
    void theKeyIsMaskedInWhatTheProviderSays() {
        String key = key("echoed-0001");
        TestGroup group = fixture.group(key);
        fixture.provider.fail(Fault.reply(
                401, "application/json", "{\"error\":{\"message\":\"Incorrect API key provided: " + key + "\"}}"));
        assertThat(test(group, key).path("error").asString())
                .isEqualTo("[status 401] Incorrect API key provided: sk-l****0001");
    }

    @Test
    void anUpstreamThatCannotBeReachedIsSaidToBeWithoutItsAddress() throws IOException {
        int port;
        try (ServerSocket nobody = new ServerSocket(0)) {
            port = nobody.getLocalPort();
        }
        String url = "http://127.0.0.1:" + port;
        long id = fixture.store()
                .groups()
                .insert(GroupRow.standard("unreachable", "gemini", "[{\"url\":\"" + url + "\",\"weight\":1}]", "m"));
        fixture.gateway.addKeys(id, key("lost"));
        JsonNode result = test(new TestGroup(id, "unreachable"), key("lost"));
        assertThat(result.path("is_valid").asBoolean(true)).isFalse();
        assertThat(result.path("error").asString())
                .contains("could not be connected to")
                .doesNotContain("127.0.0.1", String.valueOf(port), key("lost"), "[status");
    }

    @Test
    void aKeyIsNotWaitedForLongerThanTheSettingSays() {
        TestGroup group = fixture.group(
                "openai", Map.of(GroupColumn.CONFIG, "{\"key_validation_timeout_seconds\":1}"), key("slow"));
        fixture.provider.setKey(SimulatedKey.valid(key("slow")));
        fixture.provider.fail(Fault.hang());
        JsonNode answer = fixture.postKeys(TEST, group, key("slow")).data();
        assertThat(answer.path("results").path(0).path("error").asString()).contains("did not answer in time");
        assertThat(answer.path("total_duration").asLong()).isBetween(500L, 10_000L);
        assertThat(item(group, key("slow")).path("status").asString()).isEqualTo("active");
    }

    @ParameterizedTest
    @CsvSource({
        "openai, '', /v1/chat/completions",
        "openai-response, '', /v1/responses",
        "anthropic, '', /v1/messages",
        "gemini, '', /v1beta/models/test-model:generateContent",
        "openai, /custom/v1/chat/completions?x=1, /custom/v1/chat/completions"
    })
    void everyChannelIsAskedItsOwnWay(String channel, String endpoint, String path) {
        String key = key("channel-" + channel + endpoint.length());
        TestGroup group = fixture.group(channel, Map.of(GroupColumn.VALIDATION_ENDPOINT, endpoint), key);
        fixture.provider.setKey(SimulatedKey.valid(key));
        JsonNode result = test(group, key);
        assertThat(lastCall().path()).isEqualTo(path);
        assertThat(result.path("is_valid").asBoolean())
                .as(result.path("error").asString(""))
                .isEqualTo(!path.startsWith("/custom"));
    }

    @Test
    void headerRulesApplyAndModelRedirectsDoNot() {
        TestGroup group = fixture.group(
                "openai",
                Map.of(
                        GroupColumn.HEADER_RULES,
                        "[{\"key\":\"X-Tenant\",\"value\":\"acme\",\"action\":\"set\"}]",
                        GroupColumn.MODEL_REDIRECT_RULES,
                        "{\"test-model\":\"another\"}",
                        GroupColumn.MODEL_REDIRECT_STRICT,
                        true),
                key("ruled"));
        fixture.provider.setKey(SimulatedKey.valid(key("ruled")));
        assertThat(test(group, key("ruled")).path("is_valid").asBoolean()).isTrue();
        assertThat(lastCall().header("X-Tenant")).isEqualTo("acme");
        assertThat(lastCall().model()).isEqualTo("test-model");
    }

    @Test
    void anAggregateHasNothingToTestKeysWith() {
        TestGroup aggregate = fixture.aggregate(fixture.group(key("member")));
        Answer answer = fixture.postKeys(TEST, aggregate, key("member"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("standard group");
    }

    @Test
    void aTestOfAnInvalidKeyThatCoolsBringsItBackWhole() {
        TestGroup group = fixture.group(key("cooling"));
        fixture.provider.fail(Fault.status(429).times(1));
        assertThat(test(group, key("cooling")).path("error").asString()).startsWith("[status 429]");
        fixture.provider.recover();
        fixture.engine(group).invalidate(KeyRef.of(key("cooling")));
        assertThat(test(group, key("cooling")).path("is_valid").asBoolean()).isTrue();
        assertThat(fixture.chat(group)).isEqualTo(200);
    }
}
