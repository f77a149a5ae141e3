package io.gptload.gateway.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.testing.RunningGateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stream that tells pages what changed. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LiveStreamTest {

    private static final int MOST = 100;

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

    private final HttpClient client = HttpClient.newHttpClient();

    private static Visitor signedIn(String address) {
        Visitor visitor = new Visitor(fixture.gateway, address);
        visitor.signIn(RunningGateway.AUTH_KEY);
        visitor.get("/");
        return visitor;
    }

    private HttpResponse<InputStream> open(Visitor visitor) {
        HttpRequest request = HttpRequest.newBuilder(fixture.gateway.url("/pool/events"))
                .header("Accept", "text/event-stream")
                .header("Cookie", "gptload_session=" + visitor.cookie("gptload_session"))
                .build();
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static BufferedReader lines(HttpResponse<InputStream> stream) {
        assertThat(stream.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
    }

    /** Reads on until that line. */
    private static void await(BufferedReader lines, String wanted) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.equals(wanted)) {
            line = lines.readLine();
        }
        assertThat(line).isEqualTo(wanted);
    }

    @Test
    void tellsOfTasksAndEndsWithTheSession() throws IOException {
        TestGroup group = fixture.group("sk-leakcanary-live-first");
        Visitor visitor = signedIn("198.51.100.50");
        Visitor other = signedIn("198.51.100.51");
        try (BufferedReader mine = lines(open(visitor));
                BufferedReader theirs = lines(open(other))) {
            fixture.postKeys("/api/keys/add-async", group, "sk-leakcanary-live-second");
            await(mine, "event:task");
            assertThat(mine.readLine()).isEqualTo("data:" + group.id());
            visitor.post("/logout", "_csrf=" + visitor.token());
            await(mine, "event:end");
            assertThat(mine.lines().filter(line -> line.startsWith("event:"))).isEmpty();

            fixture.postKeys("/api/keys/add-async", group, "sk-leakcanary-live-third");
            await(theirs, "event:task");
            await(theirs, "event:task"); // the first was that of the second key
        }
        assertThat(open(visitor).statusCode()).as("who signed out comes again").isEqualTo(204);
    }

    @Test
    void thereAreNotMoreThanTheServerCanBear() throws IOException {
        Visitor visitor = signedIn("198.51.100.52");
        List<InputStream> open = new ArrayList<>();
        HttpResponse<InputStream> last = open(visitor);
        while (last.statusCode() == 200 && open.size() <= MOST) {
            open.add(last.body());
            last = open(visitor);
        }
        assertThat(open).hasSizeBetween(MOST - 10, MOST);
        assertThat(last.statusCode()).isEqualTo(503);
        visitor.post("/logout", "_csrf=" + visitor.token());
        for (InputStream stream : open) {
            stream.readAllBytes(); // each comes to its end
        }
        HttpResponse<InputStream> next = open(signedIn("198.51.100.53"));
        next.body().close();
        assertThat(next.statusCode()).isEqualTo(200);
    }
}
