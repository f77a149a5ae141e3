package io.gptload.gateway.admin.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.event.KeyRef;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.testing.Answer;
import io.gptload.simulator.Fault;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The description of the API says what there is and nothing else. */
class OpenApiTest {

    private static final String KEY = "sk-leakcanary-openapi-1";

    @TempDir
    static Path folder;

    private static AdminFixture fixture;
    private static Description description;

    @BeforeAll
    static void start() {
        fixture = new AdminFixture(folder);
        description = new Description(
                fixture.gateway.apiWithoutKey("GET", "/api/openapi.json", null).json());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void everyRouteIsDescribedAndNoOther() {
        Set<String> routes = new TreeSet<>();
        fixture.gateway
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((info, handler) -> {
                    if (AnnotatedElementUtils.hasAnnotation(handler.getBeanType(), RestController.class)) {
                        info.getPatternValues()
                                .forEach(path -> info.getMethodsCondition()
                                        .getMethods()
                                        .forEach(method -> routes.add(method + " " + path)));
                    }
                });
        assertThat(routes).contains("GET /api/groups", "GET /health");
        assertThat(description.routes()).isEqualTo(routes);
    }

    @Test
    void theDocumentIsValidAndNamesNobodyElsesAddress() {
        description.check();
        Answer document = fixture.gateway.apiWithoutKey("GET", "/api/openapi.json", null);
        assertThat(document.header("Content-Type")).startsWith("application/json");
        assertThat(document.body()).doesNotContain("http://").doesNotContain("https://");
    }

    private static Answer call(String method, String route, String path, @Nullable String json) {
        Answer answer = fixture.gateway.api(method, path, json);
        description.covers(method, route, answer);
        return answer;
    }

    private static Answer get(String route) {
        return call("GET", route.split("\\?")[0], route, null);
    }

    private static Answer post(String route, String json) {
        return call("POST", route, route, json);
    }

    @Test
    void answersAreOfTheShapesDescribed() {
        TestGroup group = fixture.group(KEY, "sk-leakcanary-openapi-2", "sk-leakcanary-openapi-3");
        TestGroup aggregate = fixture.aggregate(group);
        fixture.provider.fail(Fault.reply(429, "application/json", "{}").times(1));
        fixture.chat(group);
        fixture.chat(aggregate);
        long id = group.id();
        String ofGroup = "{\"group_id\":" + id + ",";
        String keys = ofGroup + "\"keys_text\":\"sk-leakcanary-openapi-4\"}";
        call(
                "PUT",
                "/api/gptload/keys/options",
                "/api/gptload/keys/options",
                ofGroup + "\"keys_text\":\"" + KEY
                        + "\",\"tier\":2,\"account\":\"org\",\"disabled_until\":\"2999-01-01T00:00:00Z\"}");

        for (String route : Set.of(
                "/health",
                "/api/openapi.json",
                "/api/channel-types",
                "/api/groups",
                "/api/groups/list",
                "/api/groups/config-options",
                "/api/keys?group_id=" + id,
                "/api/keys/export?group_id=" + id,
                "/api/tasks/status",
                "/api/dashboard/stats",
                "/api/dashboard/chart",
                "/api/dashboard/encryption-status",
                "/api/logs",
                "/api/logs/export",
                "/api/settings",
                "/api/gptload/pool",
                "/api/gptload/explain?model=m&group=" + group.name(),
                "/api/gptload/cooldowns",
                "/api/gptload/keys/options?group_id=" + id,
                "/api/gptload/usage?by=hour",
                "/api/gptload/usage?by=key",
                "/api/gptload/usage?by=model",
                "/api/gptload/audit")) {
            assertThat(get(route).status()).as(route).isEqualTo(200);
        }
        call("GET", "/api/groups/{id}/stats", "/api/groups/" + id + "/stats", null);
        call("GET", "/api/groups/{id}/sub-groups", "/api/groups/" + aggregate.id() + "/sub-groups", null);
        call("GET", "/api/groups/{id}/parent-aggregate-groups", "/api/groups/" + id + "/parent-aggregate-groups", null);
        call("GET", "/api/gptload/pool/{group}/keys", "/api/gptload/pool/" + group.name() + "/keys", null);
        call("POST", "/api/gptload/pool/{group}/clear", "/api/gptload/pool/" + group.name() + "/clear", "");
        for (String action : new String[] {"invalidate", "restore", "clear"}) {
            String route = "/api/gptload/pool/{group}/keys/{hash}/" + action;
            call(
                    "POST",
                    route,
                    route.replace("{group}", group.name())
                            .replace("{hash}", KeyRef.of(KEY).hash()),
                    "");
        }
        assertThat(post("/api/keys/add-multiple", keys).status()).isEqualTo(200);
        post("/api/keys/restore-multiple", keys);
        post("/api/keys/test-multiple", keys);
        post("/api/keys/delete-multiple", keys);
        post("/api/keys/restore-all-invalid", ofGroup + "\"x\":1}");
        assertThat(post("/api/keys/add-async", keys).status()).isEqualTo(200);
        fixture.taskEnd(group);
        get("/api/tasks/status?group_id=" + id);
        call("PUT", "/api/settings", "/api/settings", "{\"max_retries\":3}");
        String clients = "/api/gptload/client-keys";
        String client = clients + "/"
                + post(clients, "{\"name\":\"described\"}").data().path("id").asLong();
        get(clients);
        get(clients + "/usage");
        call("GET", clients + "/{id}", client, null);
        call("GET", clients + "/{id}/usage", client + "/usage", null);
        call("PUT", clients + "/{id}", client, "{\"note\":\"n\",\"models\":[\"m\"]}");
        call("POST", clients + "/{id}/rotate", client + "/rotate", "");
        call("DELETE", clients + "/{id}", client, null);
        call("POST", "/api/groups/{id}/copy", "/api/groups/" + id + "/copy", "{\"copy_keys\":\"none\"}");
        call(
                "PUT",
                "/api/groups/{id}",
                "/api/groups/" + id,
                "{\"header_rules\":[{\"key\":\"X-A\",\"action\":\"remove\"}],\"gptload\":{\"max_key_rotations\":5,"
                        + "\"max_replay_body\":1000,\"max_wait_ms\":0,\"stream_idle_timeout\":60,\"failure_policy\":\"smart\"}}");
        call("DELETE", "/api/groups/{id}", "/api/groups/" + aggregate.id(), null);
    }

    @Test
    void answersAboutClientKeysAreOfTheShapesDescribed() {
        TestGroup group = fixture.group(KEY);
        Answer made = post("/api/gptload/client-keys", "{\"name\":\"described\",\"group_ids\":[" + group.id() + "]}");
        assertThat(made.status()).isEqualTo(200);
        assertThat(fixture.gateway
                        .proxy(
                                group.name(),
                                "/v1/chat/completions",
                                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                                made.data().path("token").asString())
                        .status())
                .isEqualTo(200);
        get("/api/gptload/client-keys");
        get("/api/gptload/client-keys/usage");
        get("/api/logs?client_id=" + made.data().path("id").asLong());
        String one = "/api/gptload/client-keys/{id}";
        String path = one.replace("{id}", made.data().path("id").asString());
        assertThat(call("GET", one, path, null).status()).isEqualTo(200);
        assertThat(call("GET", one + "/usage", path + "/usage", null)
                        .data()
                        .path("items")
                        .size())
                .isEqualTo(1);
        assertThat(call("PUT", one, path, "{\"version\":0,\"expires_at\":\"2999-01-01T00:00:00Z\"}")
                        .status())
                .isEqualTo(200);
        assertThat(call("PUT", one, path, "{\"version\":0}").status()).isEqualTo(409);
        assertThat(call("POST", one + "/rotate", path + "/rotate", "").status()).isEqualTo(200);
        assertThat(call("DELETE", one, path, null).status()).isEqualTo(200);
        assertThat(call("GET", one, path, null).status()).isEqualTo(404);
        assertThat(post("/api/gptload/client-keys", "{}").status()).isEqualTo(400);
    }

    @Test
    void refusalsAreOfTheShapesDescribedToo() {
        description.covers("GET", "/api/groups", fixture.gateway.apiWithoutKey("GET", "/api/groups", null));
        assertThat(call("POST", "/api/groups", "/api/groups", "{}").status()).isEqualTo(400);
        assertThat(call("DELETE", "/api/groups/{id}", "/api/groups/999999", null)
                        .status())
                .isEqualTo(404);
        TestGroup group = fixture.group();
        assertThat(call(
                                "POST",
                                "/api/groups",
                                "/api/groups",
                                "{\"name\":\"" + group.name()
                                        + "\",\"channel_type\":\"openai\",\"test_model\":\"m\",\"upstreams\":[{"
                                        + "\"url\":\"http://127.0.0.1:1\",\"weight\":1}]}")
                        .status())
                .isEqualTo(409);
        for (String body : new String[] {"{}", "{\"auth_key\":\"wrong-leakcanary\"}"}) {
            description.covers(
                    "POST", "/api/auth/login", fixture.gateway.apiWithoutKey("POST", "/api/auth/login", body));
        }
        description.covers(
                "GET",
                "/api/integration/info",
                fixture.gateway.apiWithoutKey("GET", "/api/integration/info?key=nobody", null));
    }
}
