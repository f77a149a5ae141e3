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
