package io.gptload.gateway.admin.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AggregateApiTest {

    private static final String KEY_A = "sk-leakcanary-good-000a";
    private static final String KEY_B = "sk-leakcanary-good-000b";
    private static final String CHAT = "/v1/chat/completions";
    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final ProviderSimulator PROVIDER = ProviderSimulator.builder()
            .keys(SimulatedKey.valid(KEY_A), SimulatedKey.valid(KEY_B))
            .build();
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir
    static Path folder;

    private static SimulatorServer server;
    private static RunningGateway gateway;

    private String name = "";
    private long aggregate;
    private long a;
    private long b;

    @BeforeAll
    static void start() {
        server = SimulatorServer.start(PROVIDER);
        gateway = RunningGateway.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.close();
    }

    @BeforeEach
    void anAggregateAndTwoGroups() {
        name = "all" + NAMES.incrementAndGet();
        aggregate = gateway.createGroup(
                "{\"name\":\"" + name
                        + "\",\"group_type\":\"aggregate\",\"channel_type\":\"openai\",\"proxy_keys\":\"client-leakcanary-all\"}");
        a = gateway.createGroup("a-" + name, server.baseUrl());
        b = gateway.createGroup("b-" + name, server.baseUrl());
    }

    private Answer add(String members) {
        return gateway.api("POST", members(""), "{\"sub_groups\":" + members + "}");
    }

    private String members(String rest) {
        return "/api/groups/" + aggregate + "/sub-groups" + rest;
    }

    private static String member(long id, Object weight) {
        return "{\"group_id\":" + id + ",\"weight\":" + weight + "}";
    }

    private void addBoth(int weightOfA, int weightOfB) {
        assertThat(add("[" + member(a, weightOfA) + "," + member(b, weightOfB) + "]")
                        .message())
                .isEqualTo("Sub-groups added");
        gateway.addKeys(a, KEY_A);
        gateway.addKeys(b, KEY_B);
        PROVIDER.resetCounters();
    }

    private void call(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(gateway.proxy(name, CHAT, HELLO).status()).isEqualTo(200);
        }
    }

    @Test
    void anAggregateHasNoUpstreamsOfItsOwn() {
        JsonNode created = gateway.api(
                        "POST",
                        "/api/groups",
                        "{\"name\":\"more-" + name + "\",\"group_type\":\"aggregate\",\"channel_type\":\"gemini\","
                                + "\"test_model\":\"x\",\"upstreams\":[{\"url\":\"ftp://x\"}],\"validation_endpoint\":\"bad\"}")
                .data();
        assertThat(created.path("upstreams").toString()).isEqualTo("[]");
        assertThat(created.path("test_model").asString()).isEqualTo("-");
        assertThat(created.path("validation_endpoint").asString()).isEmpty();
        assertThat(gateway.api("GET", "/api/groups/" + created.path("id").asLong() + "/stats")
                        .data()
                        .path("key_stats")
                        .path("total_keys")
                        .asInt(-1))
                .isZero();
    }

    @Test
    void anAggregateHasNoRedirects() {
        Answer created = gateway.api(
                "POST",
                "/api/groups",
                "{\"name\":\"r-" + name
                        + "\",\"group_type\":\"aggregate\",\"channel_type\":\"openai\",\"model_redirect_rules\":{\"a\":\"b\"}}");
        assertThat(created.status()).isEqualTo(400);
        assertThat(created.code()).isEqualTo("VALIDATION_FAILED");
        String path = "/api/groups/" + aggregate;
        assertThat(gateway.api("PUT", path, "{\"model_redirect_rules\":{\"a\":\"b\"}}")
                        .status())
                .isEqualTo(400);
        assertThat(gateway.api("PUT", path, "{\"model_redirect_rules\":{},\"channel_type\":\"\",\"upstreams\":null}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void membersShareCallsByWeight() {
        addBoth(3, 1);
        call(8);
        assertThat(PROVIDER.calls(KEY_A)).isEqualTo(6);
        assertThat(PROVIDER.calls(KEY_B)).isEqualTo(2);
    }

    @Test
    void aNewWeightHoldsAtOnce() {
        addBoth(1, 1);
        assertThat(gateway.api("PUT", members("/" + a + "/weight"), "{}").message())
                .isEqualTo("Sub-group weight updated");
        call(4);
        assertThat(PROVIDER.calls(KEY_A)).isZero();
        assertThat(gateway.api("GET", members("")).data().get(0).path("weight").asInt(-1))
                .isZero();
    }

    @Test
    void aMemberWithoutKeysIsPassedOver() {
        add("[" + member(a, 1) + "," + member(b, 1) + "]");
        Answer none = gateway.proxy(name, CHAT, HELLO);
        assertThat(none.status()).isEqualTo(503);
        gateway.addKeys(b, KEY_B);
        call(3);
    }

    @Test
    void theAggregatesOwnProxyKeyCountsNotThatOfAMember() {
        addBoth(1, 1);
        gateway.api("PUT", "/api/groups/" + a, "{\"proxy_keys\":\"client-leakcanary-a\"}");
        assertThat(gateway.proxy(name, CHAT, HELLO, "client-leakcanary-all").status())
                .isEqualTo(200);
        assertThat(gateway.proxy(name, CHAT, HELLO, "client-leakcanary-a").status())
                .isEqualTo(401);
        assertThat(gateway.proxy("a-" + name, CHAT, HELLO, "client-leakcanary-a")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void membersAreListedWithTheirKeys() {
        addBoth(3, 0);
        JsonNode list = gateway.api("GET", members("")).data();
        assertThat(list.size()).isEqualTo(2);
        assertThat(list.get(0).path("group").path("id").asLong()).isEqualTo(a);
        assertThat(list.get(0).path("group").path("endpoint").asString()).isEmpty();
        assertThat(list.get(0).path("weight").asInt()).isEqualTo(3);
        assertThat(list.get(0).path("total_keys").asInt()).isEqualTo(1);
        assertThat(list.get(0).path("active_keys").asInt()).isEqualTo(1);
        assertThat(list.get(0).path("invalid_keys").asInt(-1)).isZero();
        assertThat(list.get(1).path("weight").asInt(-1)).isZero();
    }

    @Test
    void aGroupKnowsItsAggregates() {
        addBoth(3, 1);
        assertThat(gateway.api("GET", "/api/groups/" + a + "/parent-aggregate-groups")
                        .data()
                        .toString())
                .isEqualTo("[{\"group_id\":" + aggregate + ",\"name\":\"" + name
                        + "\",\"display_name\":\"\",\"weight\":3}]");
        assertThat(gateway.api("GET", "/api/groups/999999/parent-aggregate-groups")
                        .data()
                        .toString())
                .isEqualTo("[]");
    }

    @Test
    void aMemberThatIsRemovedGetsNoCalls() {
        addBoth(1, 1);
        assertThat(gateway.api("DELETE", members("/" + a)).message()).isEqualTo("Sub-group removed");
        call(3);
        assertThat(PROVIDER.calls(KEY_A)).isZero();
        assertThat(gateway.api("DELETE", members("/" + a)).status()).isEqualTo(404);
        assertThat(gateway.api("PUT", members("/" + a + "/weight"), "{\"weight\":1}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whatMembersShareCannotBeChanged() {
        addBoth(1, 1);
        String path = "/api/groups/" + a;
        for (String change : new String[] {"\"channel_type\":\"gemini\"", "\"validation_endpoint\":\"/v2/x\""}) {
            Answer answer = gateway.api("PUT", path, "{" + change + "}");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("VALIDATION_FAILED");
            assertThat(answer.message()).contains("1");
        }
        assertThat(gateway.api("PUT", path, "{\"channel_type\":\"openai\",\"validation_endpoint\":\"\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aMemberOfAnotherKindIsRefused() {
        long gemini = gateway.createGroup(
                "{\"name\":\"gemini-" + name
                        + "\",\"channel_type\":\"gemini\",\"test_model\":\"m\",\"upstreams\":[{\"url\":\"http://a\",\"weight\":1}]}");
        long elsewhere = gateway.createGroup("{\"name\":\"elsewhere-" + name
                + "\",\"channel_type\":\"openai\",\"test_model\":\"m\",\"upstreams\":[{\"url\":\"http://a\",\"weight\":1}],"
                + "\"validation_endpoint\":\"/v2/x\"}");
        long other = gateway.createGroup(
                "{\"name\":\"other-" + name + "\",\"group_type\":\"aggregate\",\"channel_type\":\"openai\"}");
        long spelledOut = gateway.createGroup("{\"name\":\"spelled-" + name
                + "\",\"channel_type\":\"openai\",\"test_model\":\"m\",\"upstreams\":[{\"url\":\"http://a\",\"weight\":1}],"
                + "\"validation_endpoint\":\"/v1/chat/completions\"}");
        assertThat(add("[" + member(a, 1) + "]").status()).isEqualTo(200);
        for (long refused : new long[] {gemini, elsewhere, other, aggregate, 999999}) {
            Answer answer = add("[" + member(b, 1) + "," + member(refused, 1) + "]");
            assertThat(answer.status()).as("" + refused).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("VALIDATION_FAILED");
        }
        assertThat(gateway.api("GET", members("")).data().size()).isEqualTo(1);
        assertThat(add("[" + member(spelledOut, 1) + "]").status()).isEqualTo(200);
        Answer again = add("[" + member(a, 1) + "]");
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.code()).isEqualTo("BAD_REQUEST");
        assertThat(again.message()).contains("" + a);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|VALIDATION_FAILED",
                "{\"sub_groups\":[]}|VALIDATION_FAILED",
                "{\"sub_groups\":[null]}|VALIDATION_FAILED",
                "{\"sub_groups\":[{\"weight\":1}]}|VALIDATION_FAILED",
                "{\"sub_groups\":[{\"group_id\":0,\"weight\":1}]}|VALIDATION_FAILED",
                "{\"sub_groups\":[{\"group_id\":A,\"weight\":1001}]}|VALIDATION_FAILED",
                "{\"sub_groups\":[{\"group_id\":A,\"weight\":-1}]}|VALIDATION_FAILED",
                "{\"sub_groups\":[{\"group_id\":A,\"weight\":1},{\"group_id\":A,\"weight\":1}]}|VALIDATION_FAILED",
                "{\"sub_groups\":[{\"group_id\":\"A\",\"weight\":1}]}|INVALID_JSON",
                "{\"sub_groups\":[{\"group_id\":A,\"weight\":1.5}]}|INVALID_JSON",
                "{\"sub_groups\":{}}|INVALID_JSON",
                "''|INVALID_JSON"
            })
    void anAdditionThatCannotBeIsRefused(String json, String code) {
        Answer answer = gateway.api("POST", members(""), json.replace("A", "" + a));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(gateway.api("GET", members("")).data().size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1001|VALIDATION_FAILED", "-1|VALIDATION_FAILED", "\"1\"|INVALID_JSON"})
    void aWeightOutOfItsRangeIsRefused(String weight, String code) {
        addBoth(1, 1);
        Answer answer = gateway.api("PUT", members("/" + a + "/weight"), "{\"weight\":" + weight + "}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.message()).contains("weight");
    }

    @Test
    void aStandardGroupHasNoMembers() {
        Answer answer = gateway.api("GET", "/api/groups/" + a + "/sub-groups");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("BAD_REQUEST");
        assertThat(gateway.api("POST", "/api/groups/" + a + "/sub-groups", "{\"sub_groups\":[" + member(b, 1) + "]}")
                        .code())
                .isEqualTo("BAD_REQUEST");
    }

    @Test
    void aCopyOfAnAggregateHasNoMembers() {
        addBoth(1, 1);
        JsonNode copy = gateway.api("POST", "/api/groups/" + aggregate + "/copy", "{}")
                .data()
                .path("group");
        assertThat(copy.path("group_type").asString()).isEqualTo("aggregate");
        assertThat(gateway.api("GET", "/api/groups/" + copy.path("id").asLong() + "/sub-groups")
                        .data()
                        .size())
                .isZero();
    }
}
