package io.gptload.gateway.admin.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.config.KeyOptions;
import io.gptload.client.event.KeyRef;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.Fault;
import io.gptload.simulator.SimulatedCall;
import io.gptload.simulator.SimulatedKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class KeyOptionApiTest {

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

    @BeforeEach
    void recover() {
        fixture.provider.recover();
    }

    private static String key(String name) {
        return "sk-leakcanary-option-" + name;
    }

    private static Answer use(TestGroup group, String key, String change) {
        return fixture.gateway.api(
                "PUT",
                "/api/gptload/keys/options",
                "{\"group_id\":" + group.id() + ",\"keys_text\":\"" + key + "\"," + change + "}");
    }

    private static Map<String, Long> calls(TestGroup group, int count) {
        fixture.provider.resetCounters();
        IntStream.range(0, count).forEach(i -> fixture.chat(group));
        return fixture.provider.callLog().stream()
                .collect(Collectors.groupingBy(SimulatedCall::key, Collectors.counting()));
    }

    private static JsonNode explained(TestGroup group, String key) {
        JsonNode keys = fixture.get("/api/gptload/explain?group=" + group.name() + "&model=m")
                .data()
                .path("keys")
                .path("items");
        String hash = KeyRef.of(key).hash();
        for (JsonNode each : keys) {
            if (each.path("hash").asString().equals(hash)) {
                return each;
            }
        }
        throw new AssertionError("no such key in " + keys);
    }

    @Test
    void aDisabledKeyIsLeftOutAndNotCountedAsBrokenAndNotValidatedUntilItIsEnabled() {
        TestGroup group = fixture.group(key("on"), key("off"));
        long id = fixture.store().keys().ids(group.id(), List.of(key("off"))).get(0);
        Answer answer = fixture.gateway.api(
                "PUT",
                "/api/gptload/keys/options",
                "{\"group_id\":" + group.id() + ",\"ids\":[" + id + ",99999],\"enabled\":false}");
        assertThat(answer.data().path("changed_count").asInt()).isEqualTo(1);
        assertThat(answer.data().path("ignored_count").asInt()).isEqualTo(1);
        assertThat(calls(group, 4)).isEqualTo(Map.of(key("on"), 4L));
        assertThat(explained(group, key("off")).path("state").asString()).isEqualTo("disabled");
        assertThat(explained(group, key("off")).path("reason").asString()).isEqualTo("disabled until it is enabled");
        assertThat(explained(group, key("on")).path("share").asDouble()).isEqualTo(1);

        JsonNode summary =
                fixture.get("/api/gptload/pool?group=" + group.name()).data().path(0);
        assertThat(summary.path("disabled").asInt()).isEqualTo(1);
        assertThat(summary.path("invalid").asInt()).isZero();
        fixture.provider.resetCounters();
        fixture.post("/api/keys/validate-group", "{\"group_id\":" + group.id() + "}");
        assertThat(fixture.taskEnd(group).path("result").path("total_keys").asInt())
                .isEqualTo(1);
        assertThat(fixture.provider.callLog()).extracting(SimulatedCall::key).containsOnly(key("on"));

        use(group, key("on"), "\"enabled\":false");
        assertThat(fixture.chat(group)).isEqualTo(503);
        assertThat(fixture.get("/actuator/health").body()).doesNotContain("\"" + group.name() + "\"");
        use(group, key("off"), "\"enabled\":true");
        assertThat(calls(group, 2)).isEqualTo(Map.of(key("off"), 2L));
    }

    @Test
    void aKeyMayBeDisabledForAWhileAndSurvivesARestartSo(@TempDir Path data) {
        try (RunningGateway gateway = RunningGateway.start(data)) {
            long id = gateway.createGroup("g", "http://127.0.0.1:1");
            gateway.addKeys(id, key("a"), key("b"));
            Instant end = Instant.now().plus(Duration.ofHours(1));
            Answer answer = gateway.api(
                    "PUT",
                    "/api/gptload/keys/options",
                    "{\"group_id\":" + id + ",\"keys_text\":\"" + key("a") + "\",\"disabled_until\":\"" + end
                            + "\",\"tier\":3,\"weight\":7,\"account\":\" org \"}");
            assertThat(answer.status()).isEqualTo(200);
        }
        try (RunningGateway gateway = RunningGateway.start(data)) {
            JsonNode options =
                    gateway.api("GET", "/api/gptload/keys/options?group_id=1").data();
            assertThat(options.path("pagination").path("total_items").asInt()).isEqualTo(1);
            JsonNode key = options.path("items").path(0);
            assertThat(key.path("enabled").asBoolean(true)).isFalse();
            assertThat(key.path("disabled_until").asString()).isNotEmpty();
            assertThat(key.path("tier").asInt()).isEqualTo(3);
            assertThat(key.path("weight").asInt()).isEqualTo(7);
            assertThat(key.path("account").asString()).isEqualTo("org");
            assertThat(options.toString()).doesNotContain(key("a"));
            JsonNode pool = gateway.api("GET", "/api/gptload/pool/g/keys?state=disabled")
                    .data();
            assertThat(pool.path("items").path(0).path("until").asString()).isNotEmpty();
        }
    }

    @Test
    void tiersAndWeightsDecideWhoServes() {
        TestGroup group = fixture.group(key("free"), key("big"), key("paid"));
        assertThat(use(group, key("paid"), "\"tier\":2").status()).isEqualTo(200);
        assertThat(use(group, key("big"), "\"weight\":3").status()).isEqualTo(200);
        Map<String, Long> shared = calls(group, 80);
        assertThat(shared).containsOnlyKeys(key("free"), key("big"));
        assertThat(shared.get(key("big"))).isBetween(57L, 63L);
        assertThat(explained(group, key("big")).path("share").asDouble()).isEqualTo(0.75);
        assertThat(explained(group, key("paid")).path("reason").asString())
                .isEqualTo("waits while keys of tier 1 are ready");
        fixture.provider.setKey(SimulatedKey.invalid(key("free")));
        fixture.provider.setKey(SimulatedKey.invalid(key("big")));
        assertThat(fixture.chat(group)).isEqualTo(200);
        assertThat(calls(group, 2)).isEqualTo(Map.of(key("paid"), 2L));
    }

    @Test
    void keysOfOneAccountRestTogether() {
        TestGroup group = fixture.group(key("org1"), key("org2"), key("alone"));
        use(group, key("org1") + "," + key("org2"), "\"account\":\"org\"");
        assertThat(fixture.engine(group).config().keys())
                .filteredOn(each -> "org".equals(each.account()))
                .hasSize(2);
        use(group, key("org1") + "," + key("org2"), "\"account\":\"\"");
        assertThat(fixture.engine(group).config().keys())
                .allMatch(each -> each.options().equals(KeyOptions.DEFAULTS));
        assertThat(fixture.get("/api/gptload/keys/options?group_id=" + group.id())
                        .data()
                        .path("items")
                        .isEmpty())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"tier\":0|tier",
                "\"tier\":10|from 1 to 9",
                "\"weight\":101|weight",
                "\"disabled_until\":\"tomorrow\"|disabled_until",
                "\"disabled_until\":\"2020-01-01T00:00:00Z\"|future",
                "\"enabled\":true,\"disabled_until\":\"2999-01-01T00:00:00Z\"|disabled_until",
                "\"ids\":[1]|either ids or keys_text",
                "\"other\":1|nothing to change",
                "\"tier\":\"2\"|tier"
            })
    void whatIsNotAllowedIsNamedAndChangesNothing(String change, String named) {
        TestGroup group = fixture.group(key("same"));
        Answer answer = use(group, key("same"), change);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains(named).doesNotContain("leakcanary");
        assertThat(fixture.store().keyOptions().ofGroup(group.id())).isEmpty();
    }

    @Test
    void groupsThatAreNotThereHaveNoKeysToUse() {
        assertThat(use(new TestGroup(99_999, "nope"), key("x"), "\"tier\":2").code())
                .isEqualTo("NOT_FOUND");
        assertThat(fixture.gateway
                        .apiWithoutKey("PUT", "/api/gptload/keys/options", "{}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void cooldownsAreListedWithCauseAndEndAndEndedTogether() {
        TestGroup group = fixture.group(key("rest1"), key("rest2"));
        fixture.provider.fail(Fault.reply(429, "application/json", "{\"error\":{\"message\":\"slow down\"}}")
                .times(1));
        assertThat(fixture.chat(group)).isEqualTo(200);
        JsonNode resting =
                fixture.get("/api/gptload/cooldowns?group=" + group.name()).data();
        assertThat(resting.path("pagination").path("total_items").asInt()).isEqualTo(1);
        JsonNode one = resting.path("items").path(0);
        assertThat(one.path("cause").asString()).isEqualTo("rate_limited");
        assertThat(one.path("rule_id").asString()).isNotEmpty();
        assertThat(one.path("group").asString()).isEqualTo(group.name());
        assertThat(one.path("until").asString()).isNotEmpty();
        assertThat(resting.toString()).doesNotContain("leakcanary");
        assertThat(fixture.get("/api/gptload/cooldowns?cause=quota_exhausted&group=" + group.name())
                        .data()
                        .path("items")
                        .isEmpty())
                .isTrue();
        Answer cleared = fixture.post("/api/gptload/pool/" + group.name() + "/clear", "");
        assertThat(cleared.data().path("cleared_count").asInt()).isEqualTo(1);
        assertThat(fixture.get("/api/gptload/cooldowns?group=" + group.name())
                        .data()
                        .path("items")
                        .isEmpty())
                .isTrue();
        assertThat(fixture.get("/api/gptload/cooldowns?group=nope").status()).isEqualTo(404);
    }

    @Test
    void theCopyOfAGroupUsesItsKeysAlike() {
        TestGroup group = fixture.group(key("copied-1"), key("copied-2"), key("copied-3"));
        use(group, key("copied-1"), "\"tier\":4,\"weight\":7,\"account\":\"org\"");
        use(group, key("copied-2"), "\"enabled\":false");
        long id = fixture.post("/api/groups/" + group.id() + "/copy", "{\"copy_keys\":\"all\"}")
                .data()
                .path("group")
                .path("id")
                .asLong();
        TestGroup copy = new TestGroup(id, group.name() + "_copy");
        fixture.taskEnd(copy);
        assertThat(explained(copy, key("copied-1")).path("state").asString()).isEqualTo("ready");
        assertThat(explained(copy, key("copied-2")).path("state").asString()).isEqualTo("disabled");
        assertThat(explained(copy, key("copied-3")).path("state").asString()).isEqualTo("ready");
        JsonNode listed =
                fixture.get("/api/gptload/keys/options?group_id=" + id).data();
        assertThat(listed.path("items")).hasSize(2);
        assertThat(listed.path("items").path(0).path("tier").asInt()).isEqualTo(4);
        assertThat(listed.path("items").path(0).path("weight").asInt()).isEqualTo(7);
        assertThat(listed.path("items").path(0).path("account").asString()).isEqualTo("org");
        assertThat(listed.path("items").path(1).path("enabled").asBoolean(true)).isFalse();
    }
}
