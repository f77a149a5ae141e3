package io.gptload.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class AccessLogTest {

    @Test
    void aKeyInALinkIsInNoLogHoweverMuchIsLogged(@TempDir Path folder, CapturedOutput output) {
        try (RunningGateway gateway =
                RunningGateway.in(folder).with("LOG_LEVEL", "trace").start()) {
            long id = gateway.createGroup("links", "http://127.0.0.1:1");
            gateway.addKeys(id, "sk-leakcanary-links");
            String key = "key=" + RunningGateway.AUTH_KEY;
            assertThat(gateway.call("GET", "/api/keys/export?group_id=" + id + "&" + key, null, Map.of())
                            .status())
                    .isEqualTo(200);
            gateway.call("GET", "/api/logs/export?" + key, null, Map.of());
            gateway.call("GET", "/proxy/links/v1/models?" + key, null, Map.of());
            gateway.call("GET", "/groups?" + key, null, Map.of());
            assertThat(gateway.api("GET", "/api/logs").body()).doesNotContain(RunningGateway.AUTH_KEY);
        }
        assertThat(output.getAll()).contains("GET /api/keys/export 200").doesNotContain("leakcanary");
    }

    @Test
    void whatWasRefusedIsALineWithItsRequestIdAndWithoutItsQuery(@TempDir Path folder, CapturedOutput output) {
        try (RunningGateway gateway = RunningGateway.start(folder)) {
            Answer answer = gateway.call(
                    "GET", "/proxy/nobody/v1/models?key=proxy-leakcanary-0001", null, Map.of("X-Request-Id", "mine-1"));
            assertThat(answer.status()).isEqualTo(404);
            gateway.call("GET", "/api/groups?key=wrong-leakcanary-0001", null, Map.of());
            gateway.call("GET", "/health", null, Map.of());
        }
        List<String> lines = output.getAll()
                .lines()
                .filter(line -> line.contains(", request "))
                .toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .contains("level=info")
                .containsPattern("GET /proxy/nobody/v1/models 404 in \\d+ ms, request mine-1");
        assertThat(lines.get(1)).contains("GET /api/groups 401 in ");
        assertThat(output.getAll()).doesNotContain("proxy-leakcanary-0001").doesNotContain("wrong-leakcanary-0001");
    }
}
