package io.gptload.gateway.admin.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.event.KeyRef;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.testing.Answer;
import io.gptload.simulator.Fault;
import io.gptload.simulator.SimulatedKey;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PoolApiTest {

    private static final String UNKNOWN_HASH = "0".repeat(64);

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
        return "sk-leakcanary-pool-" + name;
    }

    private static String hash(String key) {
        return KeyRef.of(key).hash();
    }

    private static JsonNode pool(TestGroup group) {
        return fixture.get("/api/gptload/pool?group=" + group.name()).data().path(0);
    }

    private static Answer change(TestGroup group, String key, String action) {
        return fixture.post("/api/gptload/pool/" + group.name() + "/keys/" + hash(key) + "/" + action, "");
    }

    private static TestGroup groupWithACoolingAndAnInvalidKey(String prefix) {
        TestGroup group = fixture.group(key(prefix + "-ready"), key(prefix + "-dead"));
        fixture.provider.setKey(SimulatedKey.outOfQuota(key(prefix + "-tired")));
        fixture.gateway.addKeys(group.id(), key(prefix + "-tired"));
        fixture.engine(group).invalidate(KeyRef.of(key(prefix + "-dead")));
        for (int i = 0; i < 3; i++) {
            assertThat(fixture.chat(group)).isEqualTo(200);
        }
        return group;
    }

    @Test
    void aGroupIsSummedUp() {
        JsonNode pool = pool(groupWithACoolingAndAnInvalidKey("sum"));
        assertThat(pool.path("type").asString()).isEqualTo("standard");
        assertThat(pool.path("total").asInt()).isEqualTo(3);
        assertThat(pool.path("ready").asInt()).isEqualTo(1);
        assertThat(pool.path("cooling").asInt()).isEqualTo(1);
        assertThat(pool.path("invalid").asInt()).isEqualTo(1);
        JsonNode upstream = pool.path("upstreams").path(0);
        assertThat(upstream.path("url").asString()).startsWith(fixture.server.baseUrl());
        assertThat(upstream.path("state").asString()).isEqualTo("closed");
        assertThat(upstream.has("free_at")).isTrue();
        assertThat(OffsetDateTime.parse(pool.path("next_free").asString()).toInstant())
                .isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void allGroupsAreSummedUpWhenNoneIsNamed() {
        TestGroup one = fixture.group(key("all-1"));
        TestGroup two = fixture.aggregate(one);
        List<String> names = fixture.get("/api/gptload/pool")
                .data()
                .valueStream()
                .map(pool -> pool.path("group").asString())
                .toList();
        assertThat(names).contains(one.name(), two.name());
    }

    @Test
    void anUpstreamThatFailsIsSeenToBeOut() {
        TestGroup group = fixture.group(key("up-1"));
        fixture.provider.fail(Fault.status(503));
        for (int i = 0;
                i < 12
                        && pool(group)
                                .path("upstreams")
                                .path(0)
                                .path("state")
                                .asString()
                                .equals("closed");
                i++) {
            fixture.chat(group);
        }
        assertThat(pool(group).path("upstreams").path(0).path("state").asString())
                .isNotEqualTo("closed");
        assertThat(pool(group).path("ready").asInt()).isEqualTo(1);
    }

    @Test
    void aKeyThatCoolsSaysWhyAndUntilWhen() {
        TestGroup group = groupWithACoolingAndAnInvalidKey("why");
        Answer answer = fixture.get("/api/gptload/pool/" + group.name() + "/keys?state=cooling");
        assertThat(answer.body()).doesNotContain(key("why-tired"));
        JsonNode items = answer.data().path("items");
        assertThat(items.size()).isEqualTo(1);
        JsonNode item = items.path(0);
        assertThat(item.path("hash").asString()).isEqualTo(hash(key("why-tired")));
        assertThat(item.path("key").asString()).isEqualTo("sk-l****ired");
        assertThat(item.path("group").asString()).isEqualTo(group.name());
        assertThat(item.path("state").asString()).isEqualTo("cooling");
        assertThat(item.path("cause").asString()).isEqualTo("quota_exhausted");
        assertThat(item.path("rule_id").asString()).isNotBlank();
        assertThat(item.path("in_flight").asInt(-1)).isZero();
        assertThat(OffsetDateTime.parse(item.path("until").asString()).toInstant())
                .isAfter(Instant.now().plusSeconds(60));
        assertThat(item.path("reason").asString()).contains("quota_exhausted", "rests until");
    }

    @Test
    void keysArePaged() {
        TestGroup group = fixture.group(key("page-1"), key("page-2"), key("page-3"));
        String path = "/api/gptload/pool/" + group.name() + "/keys?page_size=2";
        JsonNode first = fixture.get(path).data();
        assertThat(first.path("items").size()).isEqualTo(2);
        assertThat(first.path("items").path(0).path("hash").asString()).isEqualTo(hash(key("page-1")));
        assertThat(first.path("pagination").toString())
                .isEqualTo("{\"page\":1,\"page_size\":2,\"total_items\":3,\"total_pages\":2}");
        assertThat(fixture.get(path + "&page=2").data().path("items").size()).isEqualTo(1);
        assertThat(fixture.get(path + "&page=3").data().path("items").size()).isZero();
    }

    @Test
    void aCallIsExplained() {
        TestGroup group = fixture.group(key("ex-1"));
        fixture.provider.setKey(SimulatedKey.noModelAccess(key("ex-2"), "m"));
        fixture.gateway.addKeys(group.id(), key("ex-2"));
        for (int i = 0; i < 3; i++) {
            fixture.chat(group);
        }
        JsonNode forModel = fixture.get("/api/gptload/explain?group=" + group.name() + "&model=m")
                .data();
        assertThat(forModel.path("model").asString()).isEqualTo("m");
        assertThat(forModel.path("ready").asInt()).isEqualTo(1);
        assertThat(forModel.path("cooling").asInt()).isEqualTo(1);
        assertThat(forModel.path("next_free").isNull()).isFalse();
        JsonNode refused = forModel.path("keys").path("items").path(1);
        assertThat(refused.path("model").asString()).isEqualTo("m");
        assertThat(refused.path("reason").asString()).contains("for model m");
        assertThat(fixture.get("/api/gptload/explain?group=" + group.name() + "&model=other")
                        .data()
                        .path("ready")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void theKeysOfAnAggregateNameTheirGroup() {
        TestGroup member = fixture.group(key("mem-1"));
        TestGroup aggregate = fixture.aggregate(member);
        JsonNode explained =
                fixture.get("/api/gptload/explain?group=" + aggregate.name()).data();
        assertThat(explained.path("type").asString()).isEqualTo("aggregate");
        assertThat(explained.path("group").asString()).isEqualTo(aggregate.name());
        assertThat(explained.path("keys").path("items").path(0).path("group").asString())
                .isEqualTo(member.name());
        assertThat(explained.path("upstreams").path(0).path("group").asString()).isEqualTo(member.name());
    }

    @Test
    void aCooldownIsEndedByHand() {
        TestGroup group = groupWithACoolingAndAnInvalidKey("end");
        Answer answer = change(group, key("end-tired"), "clear");
        assertThat(answer.data().path("state").asString()).isEqualTo("ready");
        assertThat(pool(group).path("ready").asInt()).isEqualTo(2);
    }

    @Test
    void aKeyIsTakenOutAndRestoredByHandInTheDatabaseToo() {
        TestGroup group = fixture.group(key("hand"));
        assertThat(change(group, key("hand"), "invalidate").data().path("state").asString())
                .isEqualTo("invalid");
        assertThat(fixture.chat(group)).isEqualTo(503);
        assertThat(fixture.store().keys().counts(group.id()).invalid()).isEqualTo(1);
        assertThat(change(group, key("hand"), "restore").data().path("state").asString())
                .isEqualTo("ready");
        assertThat(fixture.chat(group)).isEqualTo(200);
        assertThat(fixture.store().keys().counts(group.id()).invalid()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clear", "restore", "invalidate"})
    void keysThatAreNotThereCannotBeChanged(String action) {
        TestGroup group = fixture.group(key("there-" + action));
        Answer unknown = fixture.post("/api/gptload/pool/" + group.name() + "/keys/" + UNKNOWN_HASH + "/" + action, "");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("NOT_FOUND");
        assertThat(fixture.post("/api/gptload/pool/nope/keys/" + UNKNOWN_HASH + "/" + action, "")
                        .status())
                .isEqualTo(404);
        assertThat(fixture.gateway
                        .apiWithoutKey(
                                "POST",
                                "/api/gptload/pool/" + group.name() + "/keys/" + hash(key("there-" + action)) + "/"
                                        + action,
                                "")
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/gptload/pool?group=nope, 404",
        "/api/gptload/pool/nope/keys, 404",
        "/api/gptload/explain?group=nope, 404",
        "/api/gptload/explain, 400"
    })
    void whatIsWrongWithAQuestionIsSaid(String path, int status) {
        assertThat(fixture.get(path).status()).isEqualTo(status);
    }

    @Test
    void aStateThatDoesNotExistIsRefusedWithThoseThatDo() {
        TestGroup group = fixture.group();
        Answer answer = fixture.get("/api/gptload/pool/" + group.name() + "/keys?state=tired");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("state", "ready", "cooling", "invalid");
    }
}
