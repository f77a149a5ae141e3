package io.gptload.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.GptLoad;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import io.gptload.client.policy.FailureKind;
import io.gptload.client.policy.Scope;
import io.gptload.client.wire.TokenUsage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What the dashboard and the alerts ask for is there. */
class DashboardTest {

    private static final Path FOLDER = Path.of("..", "docs", "observability");
    private static final Pattern SELECTOR = Pattern.compile("(gptload_[a-z_]+)(?:\\{([^}]*)})?");
    /** What the gateway alone counts is looked at there. */
    private static final String OF_THE_GATEWAY = "gptload_client_";

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|=|!=|!~)");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @BeforeEach
    void everythingHappensOnce() {
        GptLoadMetrics metrics = new GptLoadMetrics(registry);
        GptLoad engine = GptLoad.builder()
                .logStateChanges(false)
                .listener(metrics)
                .group(
                        "g",
                        g -> g.upstream("https://a.example")
                                .keys("sk-leakcanary-0001")
                                .settings(GroupSettings.builder().keyBudgets("30 requests/minute")))
                .build();
        metrics.watch(engine);
        Instant at = Instant.EPOCH;
        KeyRef key = KeyRef.of("sk-leakcanary-0001");
        String upstream = "https://a.example";
        Duration elapsed = Duration.ofMillis(1);
        List.of(
                        new GptLoadEvent.AttemptFinished(
                                at,
                                "g",
                                1,
                                key,
                                upstream,
                                503,
                                null,
                                "m",
                                Category.UPSTREAM_ERROR,
                                Scope.UPSTREAM,
                                "r",
                                true,
                                elapsed),
                        new GptLoadEvent.CallAnswered(at, "g", 2, 200, Category.SUCCESS, elapsed),
                        new GptLoadEvent.StreamBroken(at, "g", key, upstream, FailureKind.RESET),
                        new GptLoadEvent.KeyCooled(at, "g", key, null, at, Category.RATE_LIMITED, "r"),
                        new GptLoadEvent.KeyInvalidated(at, "g", key, 3, "r"),
                        new GptLoadEvent.KeyRestored(at, "g", key),
                        new GptLoadEvent.UpstreamOpened(at, "g", upstream, at, "r"),
                        new GptLoadEvent.UsageReported(at, "g", key, "m", new TokenUsage(1, 1, 1, 2)))
                .forEach(metrics::onEvent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gptload-dashboard.json", "gptload-alerts.yml"})
    void namesOnlyMetricsAndLabelsThatExist(String file) throws IOException {
        String text = Files.readString(FOLDER.resolve(file)).replace("\\\"", "\"");
        Map<String, String> lines = registry.scrape()
                .lines()
                .filter(line -> line.startsWith("gptload_"))
                .collect(Collectors.toMap(line -> line.split("[{ ]", 2)[0], line -> line, (one, other) -> one));
        List<String> expressions = SELECTOR.matcher(text)
                .results()
                .filter(found -> !found.group(1).startsWith(OF_THE_GATEWAY))
                .map(found -> {
                    assertThat(lines).containsKey(found.group(1));
                    if (found.group(2) != null) {
                        LABEL.matcher(found.group(2))
                                .results()
                                .forEach(label ->
                                        assertThat(lines.get(found.group(1))).contains(label.group(1) + "="));
                    }
                    return found.group(1);
                })
                .toList();
        assertThat(expressions).hasSizeGreaterThan(8);
    }

    @Test
    void theFilesAreWellFormed() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(FOLDER.resolve("gptload-dashboard.json").toFile());
        assertThat(dashboard.get("panels")).hasSizeGreaterThan(10);
        Map<String, ?> alerts =
                new Yaml().load(new StringReader(Files.readString(FOLDER.resolve("gptload-alerts.yml"))));
        assertThat(alerts).containsKey("groups");
    }
}
