package io.gptload.gateway.admin.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupColumn;
import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.Fault;
import io.gptload.simulator.SimulatedKey;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KeyTaskTest {

    private static final String BOUNDARY = "--------a-boundary";

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

    private static String many(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> key("many-" + i)).collect(Collectors.joining("\n"));
    }

    private static JsonNode statusOf(TestGroup group) {
        return fixture.get("/api/tasks/status?group_id=" + group.id()).data();
    }

    private static HttpResponse<String> upload(String path, String groupId, String fileName, String content)
            throws Exception {
        StringBuilder body = new StringBuilder();
        if (groupId != null) {
            body.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"group_id\"\r\n\r\n" + groupId
                    + "\r\n");
        }
        if (fileName != null) {
            body.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                    + "\"\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n");
        }
        body.append("--" + BOUNDARY + "--\r\n");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(fixture.gateway.url(path))
                                .header("Authorization", "Bearer " + RunningGateway.AUTH_KEY)
                                .header("Accept-Language", "en")
                                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                                .POST(BodyPublishers.ofString(body.toString()))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void anImportInTheBackgroundSaysHowItIsGettingOn() {
        TestGroup group = fixture.group();
        Answer started = fixture.postKeys("/api/keys/add-async", group, many(0, 2500) + " " + key("many-7"));
        assertThat(started.status()).isEqualTo(200);
        assertThat(started.data().path("task_type").asString()).isEqualTo("KEY_IMPORT");
        assertThat(started.data().path("is_running").asBoolean()).isTrue();
        assertThat(started.data().path("processed").asInt(-1)).isZero();
        assertThat(started.data().path("total").asInt()).isEqualTo(2501);
        assertThat(started.data().path("group_name").asString()).isEqualTo(group.name());
        assertThat(started.data().has("finished_at")).isFalse();
        JsonNode end = fixture.taskEnd(group);
        assertThat(end.path("result").toString()).isEqualTo("{\"added_count\":2500,\"ignored_count\":1}");
        assertThat(end.path("processed").asInt()).isEqualTo(2501);
        assertThat(end.has("error")).isFalse();
        assertThat(end.path("finished_at").asString())
                .isGreaterThan(end.path("started_at").asString());
        assertThat(end.path("duration_seconds").asDouble()).isPositive();
        assertThat(fixture.get("/api/tasks/status").data()).isEqualTo(end);
        assertThat(fixture.store().keys().counts(group.id()).total()).isEqualTo(2500);
    }

    @Test
    void importedKeysServeAsSoonAsTheTaskIsOver() {
        TestGroup group = fixture.group();
        fixture.provider.setKey(SimulatedKey.valid(key("fresh")));
        fixture.postKeys("/api/keys/add-async", group, key("fresh"));
        fixture.taskEnd(group);
        assertThat(fixture.chat(group)).isEqualTo(200);
        fixture.postKeys("/api/keys/delete-async", group, key("fresh") + " " + key("unknown"));
        JsonNode end = fixture.taskEnd(group);
        assertThat(end.path("task_type").asString()).isEqualTo("KEY_DELETE");
        assertThat(end.path("result").toString()).isEqualTo("{\"deleted_count\":1,\"ignored_count\":1}");
        assertThat(fixture.chat(group)).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys.txt", "KEYS.TXT"})
    void keysComeInAFile(String name) throws Exception {
        TestGroup group = fixture.group();
        String id = String.valueOf(group.id());
        HttpResponse<String> answer = upload("/api/keys/add-async", id, name, many(0, 6000));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(fixture.taskEnd(group).path("result").path("added_count").asInt())
                .isEqualTo(6000);
        assertThat(upload("/api/keys/delete-async", id, name, many(1000, 6000)).statusCode())
                .isEqualTo(200);
        JsonNode end = fixture.taskEnd(group);
        assertThat(end.path("result").path("deleted_count").asInt()).isEqualTo(5000);
        assertThat(end.path("processed").asInt()).isEqualTo(5000);
        assertThat(fixture.store().keys().counts(group.id()).total()).isEqualTo(1000);
    }

    @Test
    void whatIsWrongWithAFileIsSaid() throws Exception {
        TestGroup group = fixture.group();
        String id = String.valueOf(group.id());
        for (String path : new String[] {"/api/keys/add-async", "/api/keys/delete-async"}) {
            assertThat(problem(upload(path, id, "keys.csv", "a"))).isEqualTo("400 VALIDATION_FAILED");
            assertThat(problem(upload(path, null, "keys.txt", "a"))).isEqualTo("400 BAD_REQUEST");
            assertThat(problem(upload(path, "abc", "keys.txt", "a"))).isEqualTo("400 BAD_REQUEST");
            assertThat(problem(upload(path, "0", "keys.txt", "a"))).isEqualTo("400 BAD_REQUEST");
            assertThat(problem(upload(path, id, null, ""))).isEqualTo("400 BAD_REQUEST");
            assertThat(problem(upload(path, "999999", "keys.txt", "a"))).isEqualTo("404 NOT_FOUND");
            assertThat(problem(upload(path, id, "keys.txt", " , \n"))).isEqualTo("400 VALIDATION_FAILED");
        }
        assertThat(statusOf(group).path("task_type").asString("?")).isEmpty();
    }

    private static String problem(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + JsonMapper.shared().readTree(answer.body()).path("code").asString();
    }

    @Test
    void anUploadWithoutTheKeyIsRefused() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(fixture.gateway.url("/api/keys/add-async"))
                                .header("Content-Type", "multipart/form-data; boundary=x")
                                .POST(BodyPublishers.ofString("--x--\r\n"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(problem(answer)).isEqualTo("401 UNAUTHORIZED");
    }

    @Test
    void aTaskWithNothingToDoIsNotStarted() {
        TestGroup group = fixture.group();
        assertThat(fixture.postKeys("/api/keys/add-async", group, ",;").code()).isEqualTo("VALIDATION_FAILED");
        assertThat(fixture.postKeys("/api/keys/add-async", group, " ").code()).isEqualTo("VALIDATION_FAILED");
        assertThat(fixture.postKeys("/api/keys/add-async", group, "").code()).isEqualTo("INVALID_JSON");
        Answer none =
                fixture.post("/api/keys/validate-group", "{\"group_id\":" + group.id() + ",\"status\":\"invalid\"}");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.code()).isEqualTo("VALIDATION_FAILED");
        Answer status = fixture.post("/api/keys/validate-group", "{\"group_id\":" + group.id() + ",\"status\":\"x\"}");
        assertThat(status.status()).isEqualTo(400);
        assertThat(status.message()).contains("active", "invalid");
        assertThat(statusOf(group).path("is_running").asBoolean(true)).isFalse();
    }

    @Test
    void aGroupThatNeverHadATaskIsIdle() {
        JsonNode idle = statusOf(fixture.group());
        assertThat(idle.toString())
                .isEqualTo("{\"task_type\":\"\",\"is_running\":false,\"processed\":0,\"total\":0,"
                        + "\"started_at\":\"0001-01-01T00:00:00Z\"}");
        assertThat(fixture.get("/api/tasks/status?group_id=x").code()).isEqualTo("BAD_REQUEST");
    }

    @Test
    void allKeysOfAGroupAreValidated() {
        TestGroup group = fixture.group(key("v1"), key("v2"), key("v3"), key("v4"));
        fixture.provider.setKey(SimulatedKey.invalid(key("v2")));
        fixture.engine(group).invalidate(KeyRef.of(key("v4")));
        Answer started = fixture.post("/api/keys/validate-group", "{\"group_id\":" + group.id() + "}");
        assertThat(started.data().path("task_type").asString()).isEqualTo("KEY_VALIDATION");
        assertThat(started.data().path("total").asInt()).isEqualTo(4);
        JsonNode end = fixture.taskEnd(group);
        assertThat(end.path("result").toString()).isEqualTo("{\"invalid_keys\":1,\"total_keys\":4,\"valid_keys\":3}");
        assertThat(end.path("processed").asInt()).isEqualTo(4);
        assertThat(fixture.store().keys().counts(group.id()).invalid()).isEqualTo(1);
        assertThat(fixture.chat(group)).isEqualTo(200);
    }

    @Test
    void onlyTheKeysOfTheStatusAskedForAreValidated() {
        TestGroup group = fixture.group(key("s1"), key("s2"));
        fixture.engine(group).invalidate(KeyRef.of(key("s2")));
        fixture.get("/api/keys?group_id=" + group.id());
        fixture.post("/api/keys/validate-group", "{\"group_id\":" + group.id() + ",\"status\":\"invalid\"}");
        assertThat(fixture.taskEnd(group).path("total").asInt()).isEqualTo(1);
        assertThat(fixture.provider.calls(key("s1"))).isZero();
        assertThat(fixture.provider.calls(key("s2"))).isEqualTo(1);
    }

    @Test
    void keysAreValidatedSideBySideButNotMoreThanTheSettingSays() {
        String[] keys = IntStream.range(0, 9).mapToObj(i -> key("side-" + i)).toArray(String[]::new);
        TestGroup group = fixture.group(
                "openai",
                Map.of(GroupColumn.CONFIG, "{\"key_validation_concurrency\":3,\"key_validation_timeout_seconds\":60}"),
                keys);
        fixture.provider.fail(Fault.hang());
        fixture.post("/api/keys/validate-group", "{\"group_id\":" + group.id() + "}");
        await().until(() -> fixture.engine(group).explain(null).keys().stream()
                        .filter(k -> k.inFlight() > 0)
                        .count()
                == 3);
        assertThat(statusOf(group).path("processed").asInt(-1)).isZero();
        cancel(group);
        fixture.taskEnd(group);
    }

    private static Answer cancel(TestGroup group) {
        return fixture.post("/api/gptload/tasks/cancel", "{\"group_id\":" + group.id() + "}");
    }

    @Test
    void aGroupHasOneTaskAtATimeAndAnotherGroupItsOwn() {
        TestGroup busy = fixture.group(
                "openai", Map.of(GroupColumn.CONFIG, "{\"key_validation_timeout_seconds\":60}"), key("busy"));
        fixture.provider.fail(Fault.hang());
        assertThat(fixture.post("/api/keys/validate-group", "{\"group_id\":" + busy.id() + "}")
                        .status())
                .isEqualTo(200);
        Answer second = fixture.postKeys("/api/keys/add-async", busy, key("more"));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.code()).isEqualTo("TASK_IN_PROGRESS");
        TestGroup other = fixture.group();
        assertThat(fixture.postKeys("/api/keys/add-async", other, key("other")).status())
                .isEqualTo(200);
        fixture.taskEnd(other);
        JsonNode global = fixture.get("/api/tasks/status").data();
        assertThat(global.path("is_running").asBoolean()).isTrue();
        assertThat(global.path("group_name").asString()).isEqualTo(busy.name());
        assertThat(cancel(busy).status()).isEqualTo(200);
        JsonNode end = fixture.taskEnd(busy);
        assertThat(end.path("error").asString()).contains("cancelled");
        assertThat(end.has("result")).isFalse();
        assertThat(cancel(busy).status()).isEqualTo(404);
        assertThat(fixture.post("/api/gptload/tasks/cancel", "{}").code()).isEqualTo("INVALID_JSON");
        assertThat(fixture.engine(busy).explain(null).keys().get(0).strikes()).isZero();
    }

    @Test
    void aHundredThousandKeysComeAndGoWhileTheProxyGoesOn() throws Exception {
        TestGroup proxied = fixture.group(key("going-on"));
        TestGroup group = fixture.group();
        String id = String.valueOf(group.id());
        assertThat(upload("/api/keys/add-async", id, "keys.txt", many(0, 100_000))
                        .statusCode())
                .isEqualTo(200);
        JsonNode end = endWhileCalling(group, proxied);
        assertThat(end.path("result").path("added_count").asInt()).isEqualTo(100_000);
        assertThat(fixture.engine(group).explain(null).keys()).hasSize(100_000);

        assertThat(upload("/api/keys/delete-async", id, "keys.txt", many(0, 50_000))
                        .statusCode())
                .isEqualTo(200);
        assertThat(endWhileCalling(group, proxied).path("result").toString())
                .isEqualTo("{\"deleted_count\":50000,\"ignored_count\":0}");

        assertThat(fixture.post("/api/gptload/keys/clear", "{\"group_id\":" + id + "}")
                        .status())
                .isEqualTo(200);
        end = endWhileCalling(group, proxied);
        assertThat(end.path("task_type").asString()).isEqualTo("KEY_CLEAR");
        assertThat(end.path("processed").asInt()).isEqualTo(50_000);
        assertThat(end.path("result").toString()).isEqualTo("{\"deleted_count\":50000}");
        assertThat(fixture.engine(group).explain(null).keys()).isEmpty();
    }

    private static JsonNode endWhileCalling(TestGroup busy, TestGroup proxied) {
        int calls = 0;
        while (statusOf(busy).path("is_running").asBoolean()) {
            assertThat(fixture.chat(proxied)).isEqualTo(200);
            calls++;
        }
        assertThat(calls).isPositive();
        return fixture.taskEnd(busy);
    }

    @Test
    void invalidKeysAreRestoredAndRemovedInTheBackground() {
        TestGroup group = fixture.group(key("r-1"), key("r-2"), key("r-3"));
        fixture.engine(group).invalidate(KeyRef.of(key("r-1")));
        fixture.engine(group).invalidate(KeyRef.of(key("r-2")));
        String body = "{\"group_id\":" + group.id();
        assertThat(fixture.post("/api/gptload/keys/restore", body + "}").status())
                .isEqualTo(200);
        assertThat(fixture.taskEnd(group).path("result").toString()).isEqualTo("{\"restored_count\":2}");
        assertThat(fixture.engine(group).counts().invalid()).isZero();
        Answer nothing = fixture.post("/api/gptload/keys/restore", body + "}");
        assertThat(nothing.status()).isEqualTo(400);
        assertThat(nothing.message()).contains("no such keys");
        fixture.engine(group).invalidate(KeyRef.of(key("r-1")));
        fixture.gateway.context().getBean(KeyStateWriter.class).flush();
        assertThat(fixture.post("/api/gptload/keys/clear", body + ",\"status\":\"invalid\"}")
                        .status())
                .isEqualTo(200);
        assertThat(fixture.taskEnd(group).path("result").toString()).isEqualTo("{\"deleted_count\":1}");
        assertThat(fixture.engine(group).explain(null).keys()).hasSize(2);
    }

    @Test
    @Timeout(30)
    void aTaskThatHangsDoesNotKeepTheGatewayFromStopping(@TempDir Path another) {
        AdminFixture stopping = new AdminFixture(another);
        TestGroup group = stopping.group(
                "openai", Map.of(GroupColumn.CONFIG, "{\"key_validation_timeout_seconds\":600}"), key("hanging"));
        stopping.provider.fail(Fault.hang());
        stopping.post("/api/keys/validate-group", "{\"group_id\":" + group.id() + "}");
        await().until(() -> stopping.engine(group).explain(null).keys().get(0).inFlight() == 1);
        stopping.close();
    }
}
