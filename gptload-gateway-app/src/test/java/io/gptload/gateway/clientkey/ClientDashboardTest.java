package io.gptload.gateway.clientkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the dashboard asks of client keys is there. */
class ClientDashboardTest {

    private static final Path DASHBOARD = Path.of("..", "docs", "observability", "gptload-dashboard.json");
    private static final Pattern SELECTOR =
            Pattern.compile("by \\(([a-z, ]+)\\) \\(rate\\((gptload_client_[a-z_]+)(?:\\{([a-z]+)!?=)?");

    @Test
    void namesOnlyMetricsAndLabelsThatExist() throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new ClientMetrics(registry).of("app");
        List<String> lines = registry.scrape().lines().toList();
        List<MatchResult> asked =
                SELECTOR.matcher(Files.readString(DASHBOARD)).results().toList();
        assertThat(asked).hasSize(3);
        for (MatchResult one : asked) {
            assertThat(lines).anySatisfy(line -> {
                assertThat(line).startsWith(one.group(2) + "{");
                assertThat(line).contains(one.group(1).replace(" ", "").split(","));
                if (one.group(3) != null) {
                    assertThat(line).contains(one.group(3) + "=");
                }
            });
        }
    }
}
