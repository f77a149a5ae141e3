package io.gptload.gateway.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.client.store.jdbc.StoredKey;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page of the log shows. */
class LogPageTest {

    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @TempDir
    static Path folder;

    private static AdminFixture fixture;
    private static Visitor admin;

    @BeforeAll
    static void start() {
        fixture = new AdminFixture(folder);
        admin = new Visitor(fixture.gateway, "198.51.100.70");
        admin.signIn(RunningGateway.AUTH_KEY);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void findsTheCallsOfAClient() {
        TestGroup group = fixture.group("sk-leakcanary-log-client");
        String token = fixture.post("/api/gptload/client-keys", "{\"name\":\"the <b>app</b>\"}")
                .data()
                .path("token")
                .asString();
        fixture.gateway.proxy(group.name(), "/v1/chat/completions", HELLO, token);
        fixture.chat(group);
        String all = admin.get("/logs?group=" + group.name()).body();
        assertThat(all).contains("Page 1 of 1, 2 in all").contains("the &lt;b&gt;app&lt;/b&gt;");
        String filter = "&client=the%20%3Cb%3Eapp%3C%2Fb%3E";
        String one = admin.get("/logs?group=" + group.name() + filter).body();
        assertThat(one)
                .contains("Page 1 of 1, 1 in all")
                .contains("/logs/export?client=the%20%3Cb%3Eapp%3C%2Fb%3E&amp;group=");
        assertThat(admin.get("/logs/export?group=" + group.name() + filter).body())
                .contains(group.name());
        Answer unknown = admin.get("/logs?client=nobody");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.body()).contains("There is no client key of that name", "value=\"nobody\"");
    }

    @Test
    void doesNotCountWhatIsLong() {
        Instant now = Instant.now();
        fixture.store()
                .requestLogs()
                .insert(IntStream.range(0, 10_060)
                        .mapToObj(i -> row(now.minusMillis(i)))
                        .toList());
        String first = admin.get("/logs?model=long-log").body();
        assertThat(first).contains("Page 1, more than 10,000 in all", "page=2");
        String last = admin.get("/logs?model=long-log&page=202").body();
        assertThat(last)
                .contains("Page 202, more than 10,000 in all", "page=201")
                .doesNotContain("page=203");
        assertThat(fixture.get("/api/logs?model=long-log")
                        .data()
                        .path("pagination")
                        .path("total_items")
                        .asLong())
                .as("as gpt-load counts")
                .isEqualTo(10_060);
    }

    private static RequestLogRow row(Instant at) {
        return new RequestLogRow(
                UUID.randomUUID().toString(),
                at,
                1,
                "g",
                0,
                "",
                new StoredKey(""),
                "",
                "long-log",
                true,
                "10.1.4.20",
                200,
                "/proxy/g/v1/chat/completions",
                840,
                "",
                "",
                RequestLogRow.FINAL,
                "https://api.example.com",
                false,
                "");
    }
}
