package io.gptload.gateway.admin.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Keys are guessed no faster at the API than at the login. */
@ExtendWith(OutputCaptureExtension.class)
class WrongKeyTest {

    private static final String WRONG = "guess-leakcanary-api";

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

    private static Answer call(String address, String path, String key) {
        Map<String, String> headers = new HashMap<>(Map.of("X-Forwarded-For", address, "Accept-Language", "en-US"));
        if (!key.isEmpty()) {
            headers.put("Authorization", "Bearer " + key);
        }
        return gateway.call("GET", path, null, headers);
    }

    private static void fiveWrongKeys(String address) {
        for (String path : List.of("/api/groups", "/api/settings", "/api/gptload/pool", "/api/logs", "/api/keys")) {
            assertThat(call(address, path, WRONG + path).status()).as(path).isEqualTo(401);
        }
    }

    @Test
    void afterFiveInARowNoKeyOfThatAddressIsLookedAt(CapturedOutput output) {
        String address = "203.0.113.21";
        fiveWrongKeys(address);
        Answer answer = call(address, "/api/tasks/status", WRONG);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.code()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(answer.message()).startsWith("Too many wrong keys");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 6);
        assertThat(call(address, "/api/groups", RunningGateway.AUTH_KEY).status())
                .as("the right key, which nobody there had before")
                .isEqualTo(429);
        assertThat(call("203.0.113.22", "/api/groups", RunningGateway.AUTH_KEY).status())
                .as("the right key from elsewhere")
                .isEqualTo(200);
        JsonNode audit = gateway.api("GET", "/api/gptload/audit?action=login&address=" + address)
                .data()
                .path("items");
        assertThat(audit).hasSize(5);
        assertThat(audit.path(0).path("outcome").asString()).isEqualTo("refused");
        assertThat(audit.path(0).path("detail").asString()).isEqualTo("wrong key of a call, 5 in a row");
        assertThat(output).doesNotContain(WRONG);
    }

    @Test
    void theLoginWaitsToo() {
        String address = "203.0.113.23";
        fiveWrongKeys(address);
        Answer login = gateway.call(
                "POST",
                "/api/auth/login",
                "{\"auth_key\":\"" + RunningGateway.AUTH_KEY + "\"}",
                Map.of("X-Forwarded-For", address));
        assertThat(login.status()).isEqualTo(429);
    }

    @Test
    void aProgramWithAnOldKeyDoesNotShutOutOthersOfItsAddress() {
        String address = "203.0.113.24";
        assertThat(call(address, "/api/groups", RunningGateway.AUTH_KEY).status())
                .isEqualTo(200);
        fiveWrongKeys(address);
        assertThat(call(address, "/api/groups", WRONG).status()).isEqualTo(429);
        assertThat(call(address, "/api/groups", RunningGateway.AUTH_KEY).status())
                .isEqualTo(200);
    }

    @Test
    void anOldKeyThatIsRepeatedIsOneTryAndTheRightOneOpensAtOnce() {
        String address = "203.0.113.27";
        List<Integer> statuses = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> call(address, "/api/groups", WRONG).status())
                .toList();
        assertThat(statuses).as("calls of a page, at once").containsOnly(401);
        assertThat(gateway.api("GET", "/api/gptload/audit?action=login&address=" + address)
                        .data()
                        .path("items"))
                .hasSize(1);
        Answer login = gateway.call(
                "POST",
                "/api/auth/login",
                "{\"auth_key\":\"" + RunningGateway.AUTH_KEY + "\"}",
                Map.of("X-Forwarded-For", address));
        assertThat(login.status()).isEqualTo(200);
    }

    @Test
    void noKeyIsNoTryAndARightOneEndsTheRow() {
        String address = "203.0.113.25";
        for (int i = 0; i < 8; i++) {
            assertThat(call(address, "/api/groups", "").status()).isEqualTo(401);
        }
        for (int i = 0; i < 8; i++) {
            assertThat(call(address, "/api/groups", WRONG + i).status()).isEqualTo(401);
            assertThat(call(address, "/api/groups", RunningGateway.AUTH_KEY).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatIsOpenToAllStaysOpen() {
        String address = "203.0.113.26";
        fiveWrongKeys(address);
        assertThat(call(address, "/health", WRONG).status()).isEqualTo(200);
        assertThat(call(address, "/api/openapi.json", WRONG).status()).isEqualTo(200);
    }
}
