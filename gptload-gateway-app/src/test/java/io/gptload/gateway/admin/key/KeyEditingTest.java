package io.gptload.gateway.admin.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.event.KeyRef;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.Fault;
import io.gptload.simulator.SimulatedKey;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class KeyEditingTest {

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

    private static String key(String name) {
        return "sk-leakcanary-" + name;
    }

    private static String many(int count) {
        return IntStream.range(0, count).mapToObj(i -> key("many-" + i)).collect(Collectors.joining(" "));
    }

    private static JsonNode list(TestGroup group) {
        return fixture.get("/api/keys?group_id=" + group.id()).data();
    }

    @Test
    void newKeysAreAddedAndKnownOnesIgnored() {
        TestGroup group = fixture.group();
        String text = key("k1") + "," + key("k2") + ";" + key("k3") + "\n" + key("k1");
        Answer first = fixture.postKeys("/api/keys/add-multiple", group, text);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("code").asInt(-1)).isZero();
        assertThat(first.data().toString()).isEqualTo("{\"added_count\":3,\"ignored_count\":1,\"total_in_group\":3}");
        Answer again = fixture.postKeys("/api/keys/add-multiple", group, text);
        assertThat(again.data().toString()).isEqualTo("{\"added_count\":0,\"ignored_count\":4,\"total_in_group\":3}");
    }

    @Test
    void anAddedKeyServesTheNextCallAndADeletedOneDoesNot() {
        TestGroup group = fixture.group();
        String key = key("serving");
        fixture.provider.setKey(SimulatedKey.valid(key));
        assertThat(fixture.chat(group)).isEqualTo(503);
        fixture.postKeys("/api/keys/add-multiple", group, "[\"" + key + "\"]");
        assertThat(fixture.chat(group)).isEqualTo(200);
        Answer deleted = fixture.postKeys("/api/keys/delete-multiple", group, key + " " + key("unknown"));
        assertThat(deleted.data().toString())
                .isEqualTo("{\"deleted_count\":1,\"ignored_count\":1,\"total_in_group\":0}");
        assertThat(fixture.chat(group)).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"add-multiple", "delete-multiple", "restore-multiple", "test-multiple"})
    void whatIsWrongWithKeysIsSaid(String endpoint) {
        String path = "/api/keys/" + endpoint;
        TestGroup group = fixture.group();
        assertThat(fixture.postKeys(path, group, "   ").code()).isEqualTo("VALIDATION_FAILED");
        assertThat(fixture.postKeys(path, group, ",;,").message()).contains("keys_text");
        assertThat(fixture.postKeys(path, group, "").code()).isEqualTo("INVALID_JSON");
        assertThat(fixture.post(path, "{\"group_id\":" + group.id() + "}").code())
                .isEqualTo("INVALID_JSON");
        assertThat(fixture.post(path, "{\"keys_text\":\"a\"}").code()).isEqualTo("INVALID_JSON");
        assertThat(fixture.post(path, "{\"group_id\":0,\"keys_text\":\"a\"}").code())
                .isEqualTo("INVALID_JSON");
        assertThat(fixture.post(path, "{\"group_id\":\"x\",\"keys_text\":\"a\"}")
                        .code())
                .isEqualTo("INVALID_JSON");
        assertThat(fixture.post(path, "").code()).isEqualTo("INVALID_JSON");
        Answer unknown = fixture.post(path, "{\"group_id\":999999,\"keys_text\":\"a\"}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("NOT_FOUND");
        Answer tooMany = fixture.postKeys(path, group, many(5001));
        assertThat(tooMany.status()).isEqualTo(400);
        assertThat(tooMany.code()).isEqualTo("VALIDATION_FAILED");
        assertThat(tooMany.message()).contains("5000");
    }

    @Test
    void fiveThousandKeysAreNotTooMany() {
        TestGroup group = fixture.group();
        Answer answer = fixture.postKeys("/api/keys/add-multiple", group, many(5000));
        assertThat(answer.data().path("added_count").asInt()).isEqualTo(5000);
    }

    @Test
    void aRestoredKeyServesTheNextCall() {
        String key = key("restored");
        TestGroup group = fixture.group(key);
        fixture.engine(group).invalidate(KeyRef.of(key));
        assertThat(fixture.chat(group)).isEqualTo(503);
        assertThat(list(group).path("items").path(0).path("status").asString()).isEqualTo("invalid");
        Answer answer = fixture.postKeys("/api/keys/restore-multiple", group, key + " " + key("unknown"));
        assertThat(answer.data().toString())
                .isEqualTo("{\"restored_count\":1,\"ignored_count\":1,\"total_in_group\":1}");
        assertThat(fixture.chat(group)).isEqualTo(200);
        JsonNode item = list(group).path("items").path(0);
        assertThat(item.path("status").asString()).isEqualTo("active");
        assertThat(item.path("failure_count").asInt(-1)).isZero();
    }

    @Test
    void anActiveKeyIsNotRestored() {
        TestGroup group = fixture.group(key("active"));
        Answer answer = fixture.postKeys("/api/keys/restore-multiple", group, key("active"));
        assertThat(answer.data().toString())
                .isEqualTo("{\"restored_count\":0,\"ignored_count\":1,\"total_in_group\":1}");
    }

    @Test
    void allInvalidKeysAreRestoredAtOnce() {
        TestGroup group = fixture.group(key("r1"), key("r2"), key("r3"));
        fixture.engine(group).invalidate(KeyRef.of(key("r1")));
        fixture.engine(group).invalidate(KeyRef.of(key("r2")));
        Answer answer = fixture.post("/api/keys/restore-all-invalid", "{\"group_id\":" + group.id() + "}");
        assertThat(answer.message()).isEqualTo("2 keys restored");
        assertThat(answer.json().has("data")).isFalse();
        for (int i = 0; i < 3; i++) {
            assertThat(fixture.chat(group)).isEqualTo(200);
        }
        assertThat(fixture.provider.served(key("r1"))).isEqualTo(1);
        assertThat(fixture.provider.served(key("r2"))).isEqualTo(1);
    }

    @Test
    void invalidKeysAreClearedAndCounted() {
        TestGroup group = fixture.group(key("c1"), key("c2"), key("c3"));
        fixture.engine(group).invalidate(KeyRef.of(key("c2")));
        String body = "{\"group_id\":" + group.id() + "}";
        assertThat(fixture.post("/api/keys/clear-all-invalid", body).message()).isEqualTo("1 invalid keys cleared");
        assertThat(list(group).path("pagination").path("total_items").asInt()).isEqualTo(2);
        assertThat(fixture.post("/api/keys/clear-all", body).message()).isEqualTo("2 keys cleared");
        assertThat(fixture.chat(group)).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"restore-all-invalid", "clear-all-invalid", "clear-all", "validate-group"})
    void aGroupMustBeNamed(String endpoint) {
        String path = "/api/keys/" + endpoint;
        assertThat(fixture.post(path, "{}").code()).isEqualTo("INVALID_JSON");
        assertThat(fixture.post(path, "{\"group_id\":-1}").code()).isEqualTo("INVALID_JSON");
        assertThat(fixture.post(path, "{\"group_id\":999999}").status()).isEqualTo(404);
        assertThat(fixture.gateway.apiWithoutKey("POST", path, "{}").status()).isEqualTo(401);
    }

    @Test
    void notesAreTrimmedAndBounded() {
        TestGroup group = fixture.group(key("noted"));
        long id = list(group).path("items").path(0).path("id").asLong();
        String path = "/api/keys/" + id + "/notes";
        Answer answer = fixture.gateway.api("PUT", path, "{\"notes\":\"  " + "\u00e9".repeat(255) + " \"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().has("data")).isFalse();
        assertThat(list(group).path("items").path(0).path("notes").asString()).isEqualTo("\u00e9".repeat(255));
        Answer tooLong = fixture.gateway.api("PUT", path, "{\"notes\":\"" + "n".repeat(256) + "\"}");
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.message()).contains("notes", "255");
        assertThat(fixture.gateway
                        .api("PUT", "/api/keys/x/notes", "{\"notes\":\"\"}")
                        .code())
                .isEqualTo("BAD_REQUEST");
        assertThat(fixture.gateway
                        .api("PUT", "/api/keys/999999/notes", "{\"notes\":\"\"}")
                        .status())
                .isEqualTo(404);
        assertThat(fixture.gateway.api("PUT", path, "{\"notes\":1}").code()).isEqualTo("INVALID_JSON");
    }

    @Test
    void aKeyIsListedWithAllThatIsKnown() {
        TestGroup group = fixture.group(key("listed"));
        JsonNode item = list(group).path("items").path(0);
        assertThat(item.propertyNames())
                .containsExactly(
                        "id",
                        "key_value",
                        "key_hash",
                        "group_id",
                        "status",
                        "notes",
                        "request_count",
                        "failure_count",
                        "last_used_at",
                        "created_at",
                        "updated_at");
        assertThat(item.path("key_value").asString()).isEqualTo(key("listed"));
        assertThat(item.path("key_hash").asString())
                .isEqualTo(KeyRef.of(key("listed")).hash());
        assertThat(item.path("last_used_at").isNull()).isTrue();
        assertThat(item.path("created_at").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");
    }

    @Test
    void keysArePagedFilteredAndFound() {
        TestGroup group = fixture.group(key("p1"), key("p2"), key("p3"));
        fixture.engine(group).invalidate(KeyRef.of(key("p2")));
        String path = "/api/keys?group_id=" + group.id();
        assertThat(fixture.get(path + "&status=invalid").data().path("items").size())
                .isEqualTo(1);
        assertThat(fixture.get(path + "&status=active").data().path("items").size())
                .isEqualTo(2);
        JsonNode found = fixture.get(path + "&key_value=" + key("p3")).data();
        assertThat(found.path("items").size()).isEqualTo(1);
        assertThat(found.path("items").path(0).path("key_value").asString()).isEqualTo(key("p3"));
        JsonNode page = fixture.get(path + "&page=2&page_size=2").data();
        assertThat(page.path("items").size()).isEqualTo(1);
        assertThat(page.path("items").path(0).path("key_value").asString()).isEqualTo(key("p1"));
        assertThat(page.path("pagination").toString())
                .isEqualTo("{\"page\":2,\"page_size\":2,\"total_items\":3,\"total_pages\":2}");
        assertThat(fixture.get(path + "&page=9").data().path("items").size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"5000, 1000", "0, 15", "-1, 15", "x, 15", "7, 7"})
    void pageSizesThatMakeNoSenseAreReplaced(String asked, int used) {
        TestGroup group = fixture.group();
        JsonNode data = fixture.get("/api/keys?group_id=" + group.id() + "&page=-3&page_size=" + asked)
                .data();
        assertThat(data.path("pagination").path("page_size").asInt()).isEqualTo(used);
        assertThat(data.path("pagination").path("page").asInt()).isEqualTo(1);
        assertThat(data.path("pagination").path("total_pages").asInt(-1)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/keys, 400, BAD_REQUEST",
        "/api/keys?group_id=0, 400, BAD_REQUEST",
        "/api/keys?group_id=abc, 400, BAD_REQUEST",
        "/api/keys?group_id=999999, 404, NOT_FOUND",
        "/api/keys?group_id=1&status=foo, 400, VALIDATION_FAILED",
        "/api/keys/export, 400, BAD_REQUEST",
        "/api/keys/export?group_id=999999, 404, NOT_FOUND",
        "/api/keys/export?group_id=1&status=foo, 400, VALIDATION_FAILED"
    })
    void whatIsWrongWithAQuestionIsSaid(String path, int status, String code) {
        Answer answer = fixture.get(path);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void keysAreExportedAsLines() {
        TestGroup group = fixture.group(key("x1"), key("x2"), key("x3"));
        fixture.engine(group).invalidate(KeyRef.of(key("x2")));
        Answer active = fixture.get("/api/keys/export?group_id=" + group.id() + "&status=active");
        assertThat(active.body()).isEqualTo(key("x1") + "\n" + key("x3") + "\n");
        assertThat(active.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
        assertThat(active.header("Content-Disposition"))
                .isEqualTo("attachment; filename=keys-" + group.name() + "-active.txt");
        String link = "/api/keys/export?group_id=" + group.id() + "&key=" + RunningGateway.AUTH_KEY;
        Answer all = fixture.gateway.call("GET", link, null, Map.of());
        assertThat(all.body()).isEqualTo(key("x1") + "\n" + key("x2") + "\n" + key("x3") + "\n");
        assertThat(all.header("Content-Disposition")).endsWith("-all.txt");
        assertThat(fixture.gateway
                        .apiWithoutKey("GET", "/api/keys/export?group_id=" + group.id(), null)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aCallIsCountedForItsKeyAndLoggedAtOnce() {
        TestGroup group = fixture.group(key("counted"));
        assertThat(fixture.chat(group)).isEqualTo(200);
        JsonNode item = list(group).path("items").path(0);
        assertThat(item.path("request_count").asInt()).isEqualTo(1);
        assertThat(item.path("last_used_at").asString("")).isNotEmpty();
        JsonNode row = fixture.get("/api/logs?group_name=" + group.name())
                .data()
                .path("items")
                .path(0);
        assertThat(row.path("key_value").asString()).isEqualTo(key("counted"));
        assertThat(row.path("status_code").asInt()).isEqualTo(200);
        fixture.provider.fail(Fault.status(404));
        fixture.chat(group);
        fixture.provider.recover();
        assertThat(list(group).path("items").path(0).path("request_count").asInt())
                .isEqualTo(1);
        assertThat(fixture.get("/api/logs?is_success=false&group_name=" + group.name())
                        .data()
                        .path("pagination")
                        .path("total_items")
                        .asInt())
                .isEqualTo(1);
    }
}
