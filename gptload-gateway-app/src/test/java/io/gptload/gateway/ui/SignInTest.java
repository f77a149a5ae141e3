package io.gptload.gateway.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Who gets to see the pages. */
@ExtendWith(OutputCaptureExtension.class)
class SignInTest {

    @TempDir
    static Path folder;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Visitor from(String address) {
        return new Visitor(gateway, address);
    }

    @ParameterizedTest
    @CsvSource({
        "/, /login",
        "/groups, /login?next=%2Fgroups",
        "/logs?group=a, /login?next=%2Flogs%3Fgroup%3Da",
        "/pool/events, /login?next=%2Fpool%2Fevents"
    })
    void whoHasNotSignedInIsAskedTo(String path, String login) {
        Answer answer = from("198.51.100.1").get(path);
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo(login);
        assertThat(answer.header("Set-Cookie")).doesNotContain("gptload_session");
    }

    @Test
    void thePartsOfAPageSendTheWholePageToTheLogin() {
        Visitor visitor = from("198.51.100.2");
        visitor.header("HX-Request", "true");
        Answer answer = visitor.get("/pool/board");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("HX-Redirect")).isEqualTo("/login");
    }

    @Test
    void theKeyOpensAndTheWayOutCloses() {
        Visitor visitor = from("198.51.100.3");
        Answer in = visitor.signIn(RunningGateway.AUTH_KEY);
        assertThat(in.status()).isEqualTo(302);
        assertThat(in.header("Location")).isEqualTo("/");
        assertThat(in.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("gptload_session=")
                        .contains("HttpOnly")
                        .containsIgnoringCase("SameSite=Lax")
                        .doesNotContain("Secure"));
        Answer page = visitor.get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Frame-Options")).isEqualTo("SAMEORIGIN");
        assertThat(page.body()).doesNotContain(RunningGateway.AUTH_KEY);

        String session = visitor.cookie("gptload_session");
        assertThat(visitor.post("/logout", "_csrf=" + visitor.token()).header("Location"))
                .isEqualTo("/login?out");
        visitor.cookie("gptload_session", session);
        assertThat(visitor.get("/").status()).isEqualTo(302);
    }

    @Test
    void aSessionIsNotTheOneThatWasThereBeforeTheLogin() {
        Visitor visitor = from("198.51.100.4");
        visitor.cookie("gptload_session", "FIXED");
        visitor.signIn(RunningGateway.AUTH_KEY);
        assertThat(visitor.cookie("gptload_session")).isNotEqualTo("FIXED");
    }

    @Test
    void aPostWithoutTheTokenIsRefused() {
        Visitor visitor = from("198.51.100.5");
        visitor.signIn(RunningGateway.AUTH_KEY);
        assertThat(visitor.post("/groups", "name=stolen&channel_type=openai").status())
                .isEqualTo(403);
        assertThat(visitor.post("/settings", "max_retries=9&_csrf=wrong").status())
                .isEqualTo(403);
        assertThat(gateway.api("GET", "/api/groups").body()).doesNotContain("stolen");
    }

    @Test
    void overTlsCookiesAndBrowserStayOnTls() {
        Visitor visitor = from("198.51.100.6");
        visitor.header("X-Forwarded-Proto", "https");
        Answer in = visitor.signIn(RunningGateway.AUTH_KEY);
        assertThat(in.headers().allValues("Set-Cookie"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).contains("Secure"));
        assertThat(in.header("Strict-Transport-Security")).contains("max-age=");
        assertThat(from("198.51.100.6").get("/login").header("Strict-Transport-Security"))
                .isEmpty();
    }

    @Test
    void wrongKeysCostTimeAndAreToldToTheLogWithoutTheKey(CapturedOutput output) {
        Visitor guesser = from("203.0.113.9");
        for (int i = 0; i < 5; i++) {
            assertThat(guesser.signIn("guess-leakcanary-" + i).header("Location"))
                    .isEqualTo("/login?refused");
        }
        assertThat(guesser.signIn(RunningGateway.AUTH_KEY).header("Location")).isEqualTo("/login?wait");
        assertThat(guesser.get("/login?wait").body()).contains("Try again in");
        assertThat(guesser.get("/").status()).isEqualTo(302);
        assertThat(from("203.0.113.10").signIn(RunningGateway.AUTH_KEY).header("Location"))
                .isEqualTo("/");
        assertThat(output)
                .contains("Sign-in from 203.0.113.9 refused, 5 wrong keys in a row")
                .contains("Administrator signed in from 203.0.113.10")
                .doesNotContain("guess-leakcanary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/", "//evil.example", "/\\\\evil.example", "javascript:alert(1)"})
    void nobodyIsSentToAnotherSite(String next) {
        Visitor visitor = from("198.51.100.7");
        visitor.get("/login");
        String form = "_csrf=" + visitor.token() + "&key=" + RunningGateway.AUTH_KEY + "&next="
                + java.net.URLEncoder.encode(next, java.nio.charset.StandardCharsets.UTF_8);
        assertThat(visitor.post("/login", form).header("Location")).isEqualTo("/");
    }

    @Test
    void aSessionDoesNotOpenTheApiAndAKeyDoesNotOpenPages() {
        Visitor visitor = from("198.51.100.8");
        visitor.signIn(RunningGateway.AUTH_KEY);
        assertThat(visitor.get("/api/groups").status()).isEqualTo(401);
        assertThat(gateway.api("GET", "/groups").status()).isEqualTo(302);
        for (String path : List.of("/health", "/api/channel-types", "/proxy/none/v1/models")) {
            assertThat(visitor.get(path).header("Content-Security-Policy"))
                    .as(path)
                    .isEmpty();
        }
    }

    @Test
    void aPageThatIsNotThereSaysSo() {
        Visitor visitor = from("198.51.100.9");
        visitor.signIn(RunningGateway.AUTH_KEY);
        Answer answer = visitor.get("/groups/4711");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(visitor.get("/groups/abc").status()).isEqualTo(400);
    }
}
