package io.gptload.gateway.admin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.store.jdbc.GroupColumn;
import io.gptload.client.store.jdbc.HourTotals;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.KeyStatus;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GroupApiTest {

    private static final String KEY = "sk-leakcanary-good-0001";
    private static final String CHAT = "/v1/chat/completions";
    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final ProviderSimulator PROVIDER =
            ProviderSimulator.builder().keys(SimulatedKey.valid(KEY)).build();
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir
    static Path folder;

    private static SimulatorServer server;
    private static RunningGateway gateway;
    private static JdbcStore store;

    private String name = "";
    private long id;

    @BeforeAll
    static void start() {
        server = SimulatorServer.start(PROVIDER);
        gateway = RunningGateway.start(folder);
        store = gateway.context().getBean(JdbcStore.class);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.close();
    }

    @BeforeEach
    void aGroup() {
        name = "g" + NAMES.incrementAndGet();
        id = gateway.createGroup(name, server.baseUrl());
    }

    private Answer put(String json) {
        return gateway.api("PUT", "/api/groups/" + id, json);
    }

    private static JsonNode listed(long id) {
        for (JsonNode group : gateway.api("GET", "/api/groups").data()) {
            if (group.path("id").asLong() == id) {
                return group;
            }
        }
        throw new AssertionError("There is no group " + id);
    }

    @Test
    void aMinimalGroupHasTheDefaults() {
        JsonNode group = listed(id);
        assertThat(group.path("group_type").asString()).isEqualTo("standard");
        assertThat(group.path("header_rules").toString()).isEqualTo("[]");
        assertThat(group.path("model_redirect_rules").toString()).isEqualTo("{}");
        assertThat(group.path("model_redirect_strict").isBoolean()).isTrue();
        assertThat(group.path("param_overrides").isNull()).isTrue();
        assertThat(group.path("config").isNull()).isTrue();
        assertThat(group.path("last_validated_at").isNull()).isTrue();
        assertThat(group.path("upstreams").toString())
                .isEqualTo("[{\"url\":\"" + server.baseUrl() + "\",\"weight\":1}]");
        assertThat(group.path("endpoint").asString()).endsWith("/proxy/" + name).startsWith("http://");
        assertThat(Instant.parse(group.path("created_at").asString())).isBefore(Instant.now());
        assertThat(group.propertyNames())
                .containsExactly(
                        "id",
                        "name",
                        "endpoint",
                        "display_name",
                        "description",
                        "group_type",
                        "upstreams",
                        "channel_type",
                        "sort",
                        "test_model",
                        "validation_endpoint",
                        "param_overrides",
                        "model_redirect_rules",
                        "model_redirect_strict",
                        "config",
                        "header_rules",
                        "proxy_keys",
                        "last_validated_at",
                        "created_at",
                        "updated_at",
                        "gptload");
    }

    @Test
    void theVeryNextCallMeetsANewGroupAndItsChangesAndItsEnd() {
        gateway.addKeys(id, KEY);
        assertThat(gateway.proxy(name, CHAT, HELLO).status()).isEqualTo(200);
        put("{\"name\":\"" + name + "-new\",\"proxy_keys\":\"client-leakcanary-own\"}");
        assertThat(gateway.proxy(name, CHAT, HELLO).status()).isEqualTo(404);
        assertThat(gateway.proxy(name + "-new", CHAT, HELLO, "client-leakcanary-own")
                        .status())
                .isEqualTo(200);
        Answer deleted = gateway.api("DELETE", "/api/groups/" + id);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.json().has("data")).isFalse();
        assertThat(gateway.proxy(name + "-new", CHAT, HELLO).status()).isEqualTo(404);
        assertThat(store.keys().counts(id).total()).isZero();
    }

    @Test
    void everythingGivenIsKept() {
        long full = gateway.createGroup(
                "{\"name\":\" full-" + name
                        + " \",\"display_name\":\" Full \",\"description\":\" all of it \",\"group_type\":\"standard\",\"upstreams\":["
                        + "{\"url\":\" https://a.example/base \",\"weight\":2,\"more\":1},{\"url\":\"http://b.example\",\"weight\":0}],"
                        + "\"channel_type\":\"openai\",\"sort\":7,\"test_model\":\" m \",\"validation_endpoint\":\"/v9/chat\","
                        + "\"param_overrides\":{\"temperature\":0.10,\"seed\":12345678901234567890,\"x\":null,\"Y\":{\"z\":[1]}},"
                        + "\"model_redirect_rules\":{\"a\":\"b\"},\"model_redirect_strict\":true,"
                        + "\"config\":{\"max_retries\":5,\"proxy_url\":null,\"failover_status_codes\":\"429\"},"
                        + "\"header_rules\":[{\"key\":\"x-a\",\"value\":\"1\",\"action\":\"set\"},{\"key\":\" \",\"value\":\"2\","
                        + "\"action\":\"set\"},{\"key\":\"x-b\",\"value\":\"\",\"action\":\"remove\"}],\"proxy_keys\":\" k1,k2 \"}");
        JsonNode group = listed(full);
        assertThat(group.path("name").asString()).isEqualTo("full-" + name);
        assertThat(group.path("display_name").asString()).isEqualTo("Full");
        assertThat(group.path("description").asString()).isEqualTo("all of it");
        assertThat(group.path("upstreams").toString())
                .isEqualTo(
                        "[{\"url\":\"https://a.example/base\",\"weight\":2},{\"url\":\"http://b.example\",\"weight\":0}]");
        assertThat(group.path("sort").asInt()).isEqualTo(7);
        assertThat(group.path("test_model").asString()).isEqualTo("m");
        assertThat(group.path("validation_endpoint").asString()).isEqualTo("/v9/chat");
        assertThat(store.groups().find(full).orElseThrow().paramOverrides())
                .isEqualTo("{\"temperature\":0.10,\"seed\":12345678901234567890,\"x\":null,\"Y\":{\"z\":[1]}}");
        assertThat(group.path("model_redirect_rules").toString()).isEqualTo("{\"a\":\"b\"}");
        assertThat(group.path("model_redirect_strict").asBoolean()).isTrue();
        assertThat(group.path("config").toString()).isEqualTo("{\"max_retries\":5,\"failover_status_codes\":\"429\"}");
        assertThat(group.path("header_rules").toString())
                .isEqualTo("[{\"key\":\"X-A\",\"value\":\"1\",\"action\":\"set\"},"
                        + "{\"key\":\"X-B\",\"value\":\"\",\"action\":\"remove\"}]");
        assertThat(group.path("proxy_keys").asString()).isEqualTo("k1,k2");
    }

    @Test
    void whatTheRequestSaysNothingOfStays() {
        put("{\"display_name\":\"D\",\"header_rules\":[{\"key\":\"x-a\",\"value\":\"1\",\"action\":\"set\"}],"
                + "\"config\":{\"max_retries\":1},\"param_overrides\":{\"a\":1},\"sort\":4}");
        JsonNode before = listed(id);
        Answer answer = put("{\"description\":\"new\",\"name\":null,\"display_name\":null,\"config\":null,"
                + "\"param_overrides\":null,\"header_rules\":null,\"test_model\":\"\",\"group_type\":\"aggregate\"}");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode after = listed(id);
        assertThat(after.path("description").asString()).isEqualTo("new");
        for (String field : before.propertyNames()) {
            if (!field.equals("description") && !field.equals("updated_at")) {
                assertThat(after.path(field)).as(field).isEqualTo(before.path(field));
            }
        }
    }

    @Test
    void emptyValuesClear() {
        put(
                "{\"display_name\":\"D\",\"proxy_keys\":\"k\",\"validation_endpoint\":\"/x\",\"sort\":4,"
                        + "\"header_rules\":[{\"key\":\"x-a\",\"value\":\"1\",\"action\":\"set\"}],"
                        + "\"model_redirect_rules\":{\"a\":\"b\"},\"config\":{\"max_retries\":1},\"param_overrides\":{\"a\":1}}");
        put("{\"display_name\":\"\",\"proxy_keys\":\" \",\"validation_endpoint\":\"\",\"sort\":0,\"header_rules\":[],"
                + "\"model_redirect_rules\":{},\"config\":{},\"param_overrides\":{}}");
        JsonNode group = listed(id);
        assertThat(group.path("display_name").asString()).isEmpty();
        assertThat(group.path("proxy_keys").asString()).isEmpty();
        assertThat(group.path("validation_endpoint").asString()).isEmpty();
        assertThat(group.path("sort").asInt()).isZero();
        assertThat(group.path("header_rules").toString()).isEqualTo("[]");
        assertThat(group.path("model_redirect_rules").toString()).isEqualTo("{}");
        assertThat(group.path("config").toString()).isEqualTo("{}");
        assertThat(group.path("param_overrides").toString()).isEqualTo("{}");
    }

    @Test
    void overridesAndHeaderRulesReachTheUpstream() {
        gateway.addKeys(id, KEY);
        PROVIDER.resetCounters();
        put("{\"header_rules\":[{\"key\":\"x-team\",\"value\":\"blue\",\"action\":\"set\"}]}");
        assertThat(gateway.proxy(name, CHAT, HELLO).status()).isEqualTo(200);
        assertThat(PROVIDER.callLog().get(0).header("X-Team")).isEqualTo("blue");
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        Answer create = gateway.api(
                "POST",
                "/api/groups",
                "{\"name\":\"" + name + "\",\"channel_type\":\"openai\",\"test_model\":\"m\",\"upstreams\":["
                        + "{\"url\":\"http://a\",\"weight\":1}]}");
        assertThat(create.status()).isEqualTo(409);
        assertThat(create.code()).isEqualTo("DUPLICATE_RESOURCE");
        long other = gateway.createGroup("other-" + name, server.baseUrl());
        assertThat(gateway.api("PUT", "/api/groups/" + other, "{\"name\":\"" + name + "\"}")
                        .status())
                .isEqualTo(409);
        assertThat(put("{\"name\":\"" + name + "\"}").status()).isEqualTo(200);
    }

    @Test
    void changesAtTheSameTimeAllArrive() {
        List<CompletableFuture<Answer>> changes = new ArrayList<>();
        for (String field : List.of("display_name", "description", "proxy_keys", "test_model")) {
            changes.add(CompletableFuture.supplyAsync(() -> put("{\"" + field + "\":\"changed\"}")));
        }
        changes.forEach(change -> assertThat(change.join().status()).isEqualTo(200));
        JsonNode group = listed(id);
        for (String field : List.of("display_name", "description", "proxy_keys", "test_model")) {
            assertThat(group.path(field).asString()).as(field).isEqualTo("changed");
        }
    }

    @Test
    void aChangeByAnotherNodeIsNotOverwritten() {
        store.groups().update(id, null, Map.of(GroupColumn.DESCRIPTION, "by another node"));
        put("{\"display_name\":\"mine\"}");
        assertThat(listed(id).path("description").asString()).isEqualTo("by another node");
    }

    @Test
    void groupsAreListedBySortThenNewestFirst() {
        long second = gateway.createGroup("second-" + name, server.baseUrl());
        long third = gateway.createGroup("third-" + name, server.baseUrl());
        assertThat(gateway.api(
                                "PUT",
                                "/api/groups/reorder",
                                "{\"items\":[{\"id\":" + id + ",\"sort\":1000},{\"id\":" + second
                                        + ",\"sort\":999},{\"id\":" + third + ",\"sort\":1000}]}")
                        .message())
                .isEqualTo("Group order updated");
        List<Long> ids = new ArrayList<>();
        gateway.api("GET", "/api/groups")
                .data()
                .forEach(group -> ids.add(group.path("id").asLong()));
        assertThat(ids.subList(ids.size() - 3, ids.size())).containsExactly(second, third, id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"items\":[]}",
                "{\"items\":null}",
                "{\"items\":[null]}",
                "{\"items\":[{\"id\":0,\"sort\":1}]}",
                "{\"items\":[{\"id\":1,\"sort\":-1}]}",
                "{\"items\":[{\"id\":1,\"sort\":1},{\"id\":1,\"sort\":2}]}",
                "{\"items\":[{\"id\":1,\"sort\":77},{\"id\":999999,\"sort\":1}]}"
            })
    void anOrderThatCannotBeIsRefusedAsAWhole(String json) {
        Answer answer = gateway.api("PUT", "/api/groups/reorder", json);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VALIDATION_FAILED");
        assertThat(answer.message()).isNotBlank();
        assertThat(store.groups().list()).noneMatch(group -> group.sort() == 77);
    }

    @Test
    void aCopyHasEverythingAndItsKeys() {
        put("{\"display_name\":\"D\",\"sort\":3,\"proxy_keys\":\"k\",\"config\":{\"max_retries\":1},"
                + "\"gptload\":{\"max_wait_ms\":50}}");
        gateway.addKeys(id, KEY, "sk-leakcanary-dead-0001");
        store.keys().forEach(KeyFilter.ofGroup(id), key -> {
            if (key.key().text().contains("dead")) {
                store.keys().setStatus(key.id(), KeyStatus.INVALID, 3);
            }
        });
        JsonNode all = gateway.api("POST", "/api/groups/" + id + "/copy", "{\"copy_keys\":\"all\"}")
                .data()
                .path("group");
        assertThat(all.path("name").asString()).isEqualTo(name + "_copy");
        assertThat(all.path("display_name").asString()).isEqualTo("D Copy");
        assertThat(all.path("proxy_keys").asString()).isEqualTo("k");
        assertThat(all.path("config").toString()).isEqualTo("{\"max_retries\":1}");
        assertThat(all.path("gptload").toString()).isEqualTo("{\"max_wait_ms\":50}");
        awaitKeys(all, 2);
        await().untilAsserted(() ->
                assertThat(gateway.proxy(name + "_copy", CHAT, HELLO).status()).isEqualTo(200));
        JsonNode valid = gateway.api("POST", "/api/groups/" + id + "/copy", "{\"copy_keys\":\"valid_only\"}")
                .data()
                .path("group");
        assertThat(valid.path("name").asString()).isEqualTo(name + "_copy_2");
        awaitKeys(valid, 1);
        JsonNode none = gateway.api("POST", "/api/groups/" + id + "/copy", "{\"copy_keys\":\"none\"}")
                .data()
                .path("group");
        assertThat(store.keys().counts(none.path("id").asLong()).total()).isZero();
        assertThat(gateway.api("POST", "/api/groups/" + id + "/copy", "{}").status())
                .isEqualTo(200);
    }

    private static void awaitKeys(JsonNode group, long count) {
        await().until(() -> store.keys().counts(group.path("id").asLong()).total() == count);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"copy_keys\":\"some\"}|VALIDATION_FAILED", "{\"copy_keys\":5}|INVALID_JSON", "''|INVALID_JSON"})
    void aCopyOfWhatIsUnclearIsRefused(String json, String code) {
        Answer answer = gateway.api("POST", "/api/groups/" + id + "/copy", json);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void theCopyOfALongNameIsStillAName() {
        String longName = "x".repeat(100 - 4) + String.format("%04d", id);
        long longId = gateway.createGroup(longName, server.baseUrl());
        String copied = gateway.api("POST", "/api/groups/" + longId + "/copy", "{}")
                .data()
                .path("group")
                .path("name")
                .asString();
        assertThat(copied).hasSize(100).endsWith("_copy");
    }

    @Test
    void statisticsOfAnUnusedGroupAreZeros() {
        JsonNode stats = gateway.api("GET", "/api/groups/" + id + "/stats").data();
        String span = "{\"total_requests\":0,\"failed_requests\":0,\"failure_rate\":0}";
        assertThat(stats.toString())
                .isEqualTo("{\"key_stats\":{\"total_keys\":0,\"active_keys\":0,\"invalid_keys\":0},\"stats_24_hour\":"
                        + span + ",\"stats_7_day\":" + span + ",\"stats_30_day\":" + span + "}");
    }

    @Test
    void statisticsCountKeysAndHours() {
        gateway.addKeys(id, KEY, "sk-leakcanary-good-0002");
        Instant now = Instant.now();
        store.hourlyStats().add(id, now, new HourTotals(2, 1));
        store.hourlyStats().add(id, now.minus(Duration.ofHours(23)), new HourTotals(1, 0));
        store.hourlyStats().add(id, now.minus(Duration.ofHours(24)), new HourTotals(0, 4));
        store.hourlyStats().add(id, now.minus(Duration.ofDays(20)), new HourTotals(1, 0));
        JsonNode stats = gateway.api("GET", "/api/groups/" + id + "/stats").data();
        assertThat(stats.path("key_stats").toString())
                .isEqualTo("{\"total_keys\":2,\"active_keys\":2,\"invalid_keys\":0}");
        assertThat(stats.path("stats_24_hour").toString())
                .isEqualTo("{\"total_requests\":4,\"failed_requests\":1,\"failure_rate\":0.25}");
        assertThat(stats.path("stats_7_day").toString())
                .isEqualTo("{\"total_requests\":8,\"failed_requests\":5,\"failure_rate\":0.625}");
        assertThat(stats.path("stats_30_day").toString())
                .isEqualTo("{\"total_requests\":9,\"failed_requests\":5,\"failure_rate\":0.5556}");
    }

    @Test
    void theListForMenusHasNames() {
        for (JsonNode group : gateway.api("GET", "/api/groups/list").data()) {
            if (group.path("id").asLong() == id) {
                assertThat(group.toString())
                        .isEqualTo("{\"id\":" + id + ",\"name\":\"" + name + "\",\"display_name\":\"\"}");
                return;
            }
        }
        throw new AssertionError("The group is missing");
    }

    @Test
    void whatMayBeOverriddenComesWithTheSystemsValue() {
        gateway.api("PUT", "/api/settings", "{\"request_timeout\":601}");
        JsonNode options = gateway.api("GET", "/api/groups/config-options").data();
        List<String> keys = new ArrayList<>();
        options.forEach(option -> keys.add(option.path("key").asString()));
        assertThat(keys)
                .containsExactly(
                        "request_timeout",
                        "idle_conn_timeout",
                        "connect_timeout",
                        "max_idle_conns",
                        "max_idle_conns_per_host",
                        "response_header_timeout",
                        "proxy_url",
                        "max_retries",
                        "blacklist_threshold",
                        "failover_status_codes",
                        "key_validation_interval_minutes",
                        "key_validation_concurrency",
                        "key_validation_timeout_seconds",
                        "enable_request_body_logging");
        assertThat(options.get(0).path("default_value").asInt()).isEqualTo(601);
        assertThat(options.get(13).path("default_value").isBoolean()).isTrue();
        assertThat(options.get(0).path("name").asString()).isEqualTo("Request timeout (s)");
    }

    @Test
    void channelTypesAreListed() {
        assertThat(gateway.api("GET", "/api/channel-types").data().toString())
                .isEqualTo("[\"anthropic\",\"gemini\",\"openai\",\"openai-response\"]");
    }

    @ParameterizedTest
    @CsvSource({"PUT, ''", "DELETE, ''", "GET, /stats", "POST, /copy", "GET, /sub-groups", "POST, /sub-groups"})
    void anUnknownGroupIsNotFoundAndABadIdIsRefused(String method, String rest) {
        String json = method.equals("GET") || method.equals("DELETE") ? null : "{}";
        Answer unknown = gateway.api(method, "/api/groups/999999" + rest, json);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("NOT_FOUND");
        Answer bad = gateway.api(method, "/api/groups/abc" + rest, json);
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.code()).isEqualTo("BAD_REQUEST");
        assertThat(bad.message()).contains("id");
    }

    @Test
    void ourOwnSettingsAreKeptAndShown() {
        assertThat(
                        put("{\"gptload\":{\"failure_policy\":\"gpt-load\",\"max_key_rotations\":2,\"max_wait_ms\":\"1500\"}}")
                                .status())
                .isEqualTo(200);
        assertThat(listed(id).path("gptload").toString())
                .isEqualTo("{\"failure_policy\":\"gpt-load\",\"max_key_rotations\":2,\"max_wait_ms\":1500}");
        put("{\"description\":\"unrelated\"}");
        assertThat(listed(id).path("gptload").size()).isEqualTo(3);
        put("{\"gptload\":{}}");
        assertThat(listed(id).path("gptload").size()).isZero();
    }
}
