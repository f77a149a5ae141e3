package io.gptload.gateway.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two people who edit the same thing the second is told, and nothing is overwritten unseen. */
class TwoEditorsTest {

    @TempDir
    static Path folder;

    private static AdminFixture fixture;
    private static Visitor admin;

    @BeforeAll
    static void start() {
        fixture = new AdminFixture(folder);
        admin = new Visitor(fixture.gateway, "198.51.100.40");
        admin.signIn(RunningGateway.AUTH_KEY);
        admin.get("/");
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static Answer post(String path, Map<String, String> fields) {
        return admin.post(
                path,
                fields.entrySet().stream()
                        .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "_csrf=" + admin.token() + "&", "")));
    }

    private static Object setting(Setting setting) {
        return fixture.store().settings().load(problem -> {}).get(setting);
    }

    @Test
    void ofASetting() {
        Map<String, String> shown = Map.of("max_retries", "3", "was.max_retries", "3", "was.connect_timeout", "15");
        assertThat(post(
                                "/settings",
                                Map.of(
                                        "max_retries",
                                        "3",
                                        "was.max_retries",
                                        "3",
                                        "connect_timeout",
                                        "9",
                                        "was.connect_timeout",
                                        "15"))
                        .status())
                .isEqualTo(302);
        Answer second = post(
                "/settings",
                Map.of(
                        "max_retries",
                        "5",
                        "was.max_retries",
                        shown.get("max_retries"),
                        "connect_timeout",
                        "20",
                        "was.connect_timeout",
                        shown.get("was.connect_timeout")));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body())
                .contains("Somebody else changed these settings", "Stored now: 9", "Save over theirs")
                .contains("value=\"20\"", "value=\"5\"");
        assertThat(setting(Setting.CONNECT_TIMEOUT)).hasToString("9");
        assertThat(setting(Setting.MAX_RETRIES)).as("all or nothing").hasToString("3");

        assertThat(post(
                                "/settings",
                                Map.of(
                                        "max_retries",
                                        "3",
                                        "was.max_retries",
                                        "3",
                                        "connect_timeout",
                                        "15",
                                        "was.connect_timeout",
                                        "15"))
                        .status())
                .as("a page that is old, with nothing changed on it")
                .isEqualTo(302);
        assertThat(setting(Setting.CONNECT_TIMEOUT)).hasToString("9");

        assertThat(post("/settings", Map.of("connect_timeout", "20", "was.connect_timeout", "9"))
                        .status())
                .isEqualTo(302);
        assertThat(setting(Setting.CONNECT_TIMEOUT)).hasToString("20");
    }

    @Test
    void ofANote() {
        TestGroup group = fixture.group("sk-leakcanary-editors-note");
        long key = key(group);
        String form = "/groups/" + group.id() + "/keys/" + key + "/notes";
        assertThat(post(form, Map.of("notes", "theirs", "was", "")).status()).isEqualTo(200);
        Answer second = post(form, Map.of("notes", "mine", "was", ""));
        assertThat(second.status()).isEqualTo(422);
        assertThat(second.body()).contains("Stored now: theirs", "value=\"mine\"", "name=\"was\" value=\"theirs\"");
        assertThat(fixture.store().keys().find(key).orElseThrow().notes()).isEqualTo("theirs");
        assertThat(post(form, Map.of("notes", "mine", "was", "theirs")).status())
                .isEqualTo(200);
        assertThat(fixture.store().keys().find(key).orElseThrow().notes()).isEqualTo("mine");
    }

    @Test
    void ofTheOptionsOfAKey() {
        TestGroup group = fixture.group("sk-leakcanary-editors-options");
        long key = key(group);
        String form = "/groups/" + group.id() + "/keys/options";
        Map<String, String> shown = Map.of(
                "key",
                Long.toString(key),
                "was_use",
                "on",
                "use",
                "on",
                "was_tier",
                "1",
                "was_weight",
                "1",
                "weight",
                "1");
        assertThat(post(form, with(shown, "tier", "2")).status()).isEqualTo(200);
        Answer second = post(form, with(shown, "tier", "3"));
        assertThat(second.status()).isEqualTo(422);
        assertThat(second.body()).contains("Stored now: 2", "name=\"was_tier\" value=\"2\"");
        assertThat(post(form, with(with(shown, "tier", "1"), "weight", "7")).status())
                .as("what somebody did not touch stays as it is stored")
                .isEqualTo(200);
        assertThat(fixture.store().keyOptions().ofGroup(group.id()).get(key))
                .satisfies(options -> assertThat(options.tier()).isEqualTo(2))
                .satisfies(options -> assertThat(options.weight()).isEqualTo(7));
    }

    @Test
    void ofAMembersWeight() {
        TestGroup member = fixture.group("sk-leakcanary-editors-member");
        TestGroup aggregate = fixture.aggregate(member);
        String form = "/groups/" + aggregate.id() + "/members/" + member.id() + "/weight";
        post(form, Map.of("weight", "5", "was", "1"));
        admin.get("/groups/" + aggregate.id());
        post(form, Map.of("weight", "9", "was", "1"));
        assertThat(admin.get("/groups/" + aggregate.id()).body()).contains("Stored now: 5", "value=\"9\"");
        assertThat(fixture.store().subGroups().members(aggregate.id()).get(0).weight())
                .isEqualTo(5);
        post(form, Map.of("weight", "9", "was", "5"));
        assertThat(fixture.store().subGroups().members(aggregate.id()).get(0).weight())
                .isEqualTo(9);
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> all = new HashMap<>(fields);
        all.put(name, value);
        return all;
    }

    private static long key(TestGroup group) {
        return fixture.store()
                .keys()
                .page(KeyFilter.ofGroup(group.id()), 0, 1)
                .items()
                .get(0)
                .id();
    }
}
