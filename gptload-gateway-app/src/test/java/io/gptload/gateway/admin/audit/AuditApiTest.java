package io.gptload.gateway.admin.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.AuditEntry;
import io.gptload.client.store.jdbc.AuditQuery;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AuditApiTest {

    private static final String KEY = "sk-leakcanary-audit-1";

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

    private static JsonNode audit(String query) {
        Answer answer = fixture.get("/api/gptload/audit?page_size=100&" + query);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("leakcanary");
        return answer.data().path("items");
    }

    private static List<String> actions(String group) {
        List<String> actions = new ArrayList<>();
        audit("group=" + group)
                .forEach(entry -> actions.add(0, entry.path("action").asString()));
        return actions;
    }

    private static Answer login(String key) {
        return fixture.gateway.apiWithoutKey("POST", "/api/auth/login", "{\"auth_key\":\"" + key + "\"}");
    }

    @Test
    void everyChangeIsNotedWithWhoAndWhatAndNoSecret() {
        long id = fixture.gateway.createGroup("audited", fixture.server.baseUrl());
        TestGroup group = new TestGroup(id, "audited");
        fixture.gateway.api(
                "PUT", "/api/groups/" + id, "{\"description\":\"d\",\"proxy_keys\":\"client-leakcanary-1\"}");
        fixture.postKeys("/api/keys/add-multiple", group, KEY);
        fixture.postKeys("/api/keys/add-async", group, "sk-leakcanary-audit-2");
        fixture.taskEnd(group);
        fixture.gateway.api(
                "PUT",
                "/api/gptload/keys/options",
                "{\"group_id\":" + id + ",\"keys_text\":\"" + KEY + "\",\"tier\":2}");
        String hash = KeyRef.of(KEY).hash();
        fixture.post("/api/gptload/pool/audited/keys/" + hash + "/invalidate", "");
        fixture.postKeys("/api/keys/restore-multiple", group, KEY);
        fixture.get("/api/keys/export?group_id=" + id);
        fixture.postKeys("/api/keys/delete-multiple", group, KEY);
        fixture.gateway.api("DELETE", "/api/groups/" + id);
        assertThat(actions("audited"))
                .containsExactly(
                        "group.create",
                        "group.update",
                        "keys.add",
                        "task.key_import",
                        "keys.options",
                        "keys.invalidate",
                        "keys.restore",
                        "keys.export",
                        "keys.delete",
                        "group.delete");
        JsonNode update = audit("action=group.update&group=audited").path(0);
        assertThat(update.path("detail").asString()).isEqualTo("description, proxy_keys");
        assertThat(update.path("actor").asString()).isEqualTo("auth_key");
        assertThat(update.path("address").asString()).isEqualTo("127.0.0.1");
        assertThat(update.path("request_id").asString()).isNotEmpty();
        JsonNode options = audit("action=keys.options&group=audited").path(0);
        assertThat(options.path("target").asString()).isEqualTo(KeyRef.of(KEY).masked());
        assertThat(options.path("detail").asString()).isEqualTo("tier 2");
    }

    /** A form of a page, sent as a browser sends it. @return the page that follows */
    private static String send(HttpClient browser, String page, String target, String form) throws Exception {
        URI url = fixture.gateway.url(page);
        String html = browser.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(html);
        assertThat(token.find()).as(html).isTrue();
        HttpRequest post = HttpRequest.newBuilder(fixture.gateway.url(target))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Forwarded-For", "198.51.100.77")
                .POST(HttpRequest.BodyPublishers.ofString("_csrf=" + token.group(1) + "&" + form))
                .build();
        return browser.send(post, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void whatIsDoneOnThePagesIsNotedToo() throws Exception {
        HttpClient browser = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        send(browser, "/login", "/login", "key=wrong-leakcanary");
        send(browser, "/login", "/login", "key=" + RunningGateway.AUTH_KEY);
        send(browser, "/settings", "/settings", "connect_timeout=33");
        JsonNode done = audit("address=198.51.100.77");
        assertThat(done.path(0).path("action").asString()).isEqualTo("setting.update");
        assertThat(done.path(0).path("actor").asString()).isEqualTo("session");
        assertThat(done.path(0).path("target").asString()).isEqualTo("connect_timeout");
        assertThat(done.path(0).path("detail").asString()).isEqualTo("33");
        assertThat(done.path(1).path("actor").asString()).isEqualTo("session");
        assertThat(done.path(1).path("outcome").asString()).isEqualTo("ok");
        assertThat(done.path(2).path("outcome").asString()).isEqualTo("refused");
        assertThat(done.size()).isEqualTo(3);
    }

    @Test
    void whatIsDoneToClientKeysIsNotedWithoutThem() {
        Answer made = fixture.post("/api/gptload/client-keys", "{\"name\":\"audited client\",\"daily_requests\":5}");
        String path = "/api/gptload/client-keys/" + made.data().path("id").asLong();
        fixture.gateway.api("PUT", path, "{\"note\":\"n\",\"enabled\":false}");
        fixture.post(path + "/rotate", "");
        fixture.gateway.api("DELETE", path);
        JsonNode entries = audit("action=client_key.");
        assertThat(entries.valueStream().map(entry -> entry.path("action").asString()))
                .containsExactly("client_key.delete", "client_key.rotate", "client_key.update", "client_key.create");
        assertThat(entries.valueStream().map(entry -> entry.path("target").asString()))
                .containsOnly("audited client");
        assertThat(entries.path(2).path("detail").asString()).isEqualTo("enabled, note");
        assertThat(entries.toString()).doesNotContain(made.data().path("token").asString());
    }

    @Test
    void aSettingIsNotedWhenItChangesAndATextWithoutItsValue() {
        JsonNode before = audit("action=setting.");
        fixture.gateway.api("PUT", "/api/settings", "{\"max_retries\":7,\"blacklist_threshold\":3}");
        fixture.gateway.api(
                "PUT",
                "/api/settings",
                "{\"max_retries\":7,\"proxy_keys\":\"client-leakcanary-2," + RunningGateway.AUTH_KEY + "\"}");
        JsonNode now = audit("action=setting.");
        assertThat(now.size()).isEqualTo(before.size() + 2);
        assertThat(now.path(1).path("target").asString()).isEqualTo("max_retries");
        assertThat(now.path(1).path("detail").asString()).isEqualTo("7");
        assertThat(now.path(0).path("target").asString()).isEqualTo("proxy_keys");
        assertThat(now.path(0).path("detail").asString()).isEmpty();
    }

    @Test
    void wrongKeysAreNotedAndCostTime() {
        assertThat(login(RunningGateway.AUTH_KEY).status()).isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            assertThat(login("wrong-leakcanary-" + i).status()).isEqualTo(401);
        }
        Answer waits = login(RunningGateway.AUTH_KEY);
        assertThat(waits.status()).isEqualTo(429);
        assertThat(Integer.parseInt(waits.header("Retry-After"))).isBetween(1, 6);
        assertThat(waits.json().path("success").asBoolean(true)).isFalse();
        assertThat(waits.message()).startsWith("Too many wrong keys");
        JsonNode tried = audit("action=login");
        assertThat(tried.path(0).path("detail").asString()).startsWith("not looked at");
        assertThat(tried.path(1).path("detail").asString()).isEqualTo("wrong key, 5 in a row");
        assertThat(tried.path(1).path("actor").asString()).isEqualTo("anonymous");
        assertThat(audit("action=login&outcome=ok").path(0).path("actor").asString())
                .isEqualTo("auth_key");
        assertThat(fixture.get("/api/groups").status()).isEqualTo(200); // the API itself goes on
    }

    @Test
    void theLogIsPagedAndBoundedByTime() {
        fixture.gateway.createGroup("timed", fixture.server.baseUrl());
        JsonNode page =
                fixture.get("/api/gptload/audit?page=1&page_size=1&group=timed").data();
        assertThat(page.path("pagination").path("total_items").asInt()).isEqualTo(1);
        assertThat(audit("group=timed&from=2999-01-01T00:00:00Z").isEmpty()).isTrue();
        assertThat(audit("group=timed&to=2999-01-01T00:00:00Z").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=yesterday", "to=1"})
    void aTimeThatIsNoneIsRefusedByName(String query) {
        Answer answer = fixture.get("/api/gptload/audit?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains(query.substring(0, query.indexOf('=')));
    }

    @Test
    void nobodyReadsItWithoutTheKey() {
        assertThat(fixture.gateway
                        .apiWithoutKey("GET", "/api/gptload/audit", null)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void whatIsTooOldIsForgottenAtTheStart(@TempDir Path data) {
        try (RunningGateway gateway = RunningGateway.start(data)) {
            gateway.createGroup("old", "http://127.0.0.1:1");
            var store = gateway.context().getBean(io.gptload.client.store.jdbc.JdbcStore.class);
            store.audit()
                    .add(new AuditEntry(
                            Instant.now().minus(Duration.ofDays(8)), "session", "a", "", "old.one", "ok", "", "", ""));
        }
        try (RunningGateway gateway = RunningGateway.in(data)
                .with("gptload.gateway.audit-retention-days", "7")
                .start()) {
            var store = gateway.context().getBean(io.gptload.client.store.jdbc.JdbcStore.class);
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> store.audit().page(AuditQuery.ALL, 0, 10).total() == 1);
            assertThat(gateway.call("GET", "/api/gptload/audit", null, Map.of("X-Api-Key", RunningGateway.AUTH_KEY))
                            .data()
                            .path("items")
                            .path(0)
                            .path("action")
                            .asString())
                    .isEqualTo("group.create");
        }
    }
}
