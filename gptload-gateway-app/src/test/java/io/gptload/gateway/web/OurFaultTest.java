package io.gptload.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class OurFaultTest {

    @TempDir
    Path folder;

    @Test
    void aDatabaseThatDoesNotAnswerIsToldByRequestIdAndNotShown(CapturedOutput log) {
        try (RunningGateway gateway = RunningGateway.start(folder)) {
            gateway.context().getBean(JdbcStore.class).close();
            Answer answer = gateway.call(
                    "GET",
                    "/api/groups?key=" + RunningGateway.AUTH_KEY,
                    null,
                    Map.of("X-Request-Id", "request-0815", "Accept-Language", "en"));
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.code()).isEqualTo("DATABASE_ERROR");
            assertThat(answer.message()).isEqualTo("Database error (request request-0815)");
            assertThat(answer.header("X-Request-Id")).isEqualTo("request-0815");
            assertThat(log.getOut()).contains("request-0815").doesNotContain(RunningGateway.AUTH_KEY);
            assertThat(gateway.apiWithoutKey("GET", "/health", null).status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyOfFilesIsNoJson() {
        try (RunningGateway gateway = RunningGateway.start(folder)) {
            Answer answer = gateway.call(
                    "PUT",
                    "/api/settings",
                    "--x--",
                    Map.of("Content-Type", "multipart/form-data; boundary=x", "X-Api-Key", RunningGateway.AUTH_KEY));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isIn("INVALID_JSON", "BAD_REQUEST");
        }
    }
}
