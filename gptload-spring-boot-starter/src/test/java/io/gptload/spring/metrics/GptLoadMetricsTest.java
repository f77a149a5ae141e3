package io.gptload.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.GptLoad;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.client.http.okhttp.GroupCalls;
import io.gptload.client.policy.Category;
import io.gptload.client.session.CallRequest;
import io.gptload.client.wire.TokenUsage;
import io.gptload.simulator.Fault;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GptLoadMetricsTest {

    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String DEAD = "sk-leakcanary-dead-0001";
    private static final String GOOD = "sk-leakcanary-good-0001";
    private static final String SPENT = "sk-leakcanary-spent-0001";

    private final ProviderSimulator provider = ProviderSimulator.builder()
            .keys(SimulatedKey.invalid(DEAD), SimulatedKey.valid(GOOD), SimulatedKey.outOfQuota(SPENT))
            .build();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GptLoadMetrics metrics = new GptLoadMetrics(registry);
    private final GptLoad engine =
            GptLoad.builder().listener(metrics).logStateChanges(false).build();

    private SimulatorServer server;

    @BeforeEach
    void aGroup() {
        server = SimulatorServer.start(provider);
        metrics.watch(engine);
        define("g", server.baseUrl(), DEAD, GOOD, SPENT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void define(String name, String upstream, String... keys) {
        engine.define(GroupConfig.named(name).upstream(upstream).keys(keys).build());
    }

    private int call(String group) throws IOException {
        GroupCalls calls = GroupCalls.of(engine.group(group), new OkHttpClient());
        byte[] body = HELLO.getBytes(StandardCharsets.UTF_8);
        CallRequest call =
                CallRequest.of("POST", "/v1/chat/completions").body(body).build();
        Request request = new Request.Builder()
                .url("http://gptload.invalid/")
                .post(RequestBody.create(body, MediaType.get("application/json")))
                .build();
        try (Response response = calls.newCall(call, request).execute()) {
            return response.code();
        }
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    @Test
    void countsCallsAttemptsAndWhatBecomesOfKeys() throws IOException {
        for (int i = 0; i < 5; i++) {
            assertThat(call("g")).isEqualTo(200);
        }
        assertThat(registry.get("gptload.calls")
                        .tags("group", "g", "status", "2xx")
                        .timer()
                        .count())
                .isEqualTo(5);
        assertThat(attempts("success")).isEqualTo(5);
        assertThat(attempts("key_rejected")).isEqualTo(1);
        assertThat(attempts("quota_exhausted")).isEqualTo(1);
        assertThat(registry.get("gptload.retries")
                        .tags("category", "key_rejected")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("gptload.key.cooldowns")
                        .tags("cause", "quota_exhausted")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("gptload.key.invalidations")
                        .tags("group", "g")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(gauge("gptload.keys", "group", "g", "state", "ready")).isEqualTo(1);
        assertThat(gauge("gptload.keys", "group", "g", "state", "cooling")).isEqualTo(1);
        assertThat(gauge("gptload.keys", "group", "g", "state", "invalid")).isEqualTo(1);
        assertThat(gauge("gptload.attempts.active", "group", "g")).isZero();
        engine.group("g").restore(KeyRef.of(DEAD));
        assertThat(registry.get("gptload.key.restorations")
                        .tags("group", "g")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(gauge("gptload.keys", "group", "g", "state", "ready")).isEqualTo(2);
    }

    private long attempts(String category) {
        return registry.get("gptload.attempts")
                .tags("group", "g", "upstream", server.baseUrl(), "category", category)
                .timer()
                .count();
    }

    @Test
    void anUpstreamThatIsLeftAloneShows() throws IOException {
        assertThat(gauge("gptload.upstream.state", "upstream", server.baseUrl(), "state", "closed"))
                .isEqualTo(1);
        provider.fail(Fault.status(503));
        call("g");
        call("g");
        assertThat(registry.get("gptload.upstream.openings")
                        .tags("group", "g")
                        .counter()
                        .count())
                .isPositive();
        assertThat(gauge("gptload.upstream.state", "upstream", server.baseUrl(), "state", "closed"))
                .isZero();
    }

    @Test
    void aRemovedGroupTakesItsMetersAlongEvenIfACallEndsLater() throws IOException {
        call("g");
        engine.remove("g");
        metrics.onEvent(
                new GptLoadEvent.CallAnswered(Instant.now(), "g", 1, 200, Category.SUCCESS, Duration.ofMillis(1)));
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .containsExactly("gptload.listener.failures");
    }

    @Test
    void anUpstreamThatIsReplacedTakesItsMetersAlongAndMayComeBack() throws IOException {
        call("g");
        String upstream = server.baseUrl();
        define("g", "http://127.0.0.1:1", DEAD, GOOD, SPENT);
        assertThat(registry.getMeters())
                .noneMatch(meter -> upstream.equals(meter.getId().getTag("upstream")));
        define("g", upstream, DEAD, GOOD, SPENT);
        assertThat(call("g")).isEqualTo(200);
        assertThat(attempts("success")).isEqualTo(1);
    }

    @Test
    void noKeyIsALabel() throws IOException {
        call("g");
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .extracting(Meter.Id::toString)
                .noneMatch(id -> id.contains("leakcanary") || id.contains("sk-"));
    }

    @Test
    void modelsHaveMetersOfTheirOwnUpToABound() {
        for (int i = 0; i < 150; i++) {
            metrics.onEvent(new GptLoadEvent.UsageReported(
                    Instant.now(), "g", KeyRef.of(GOOD), "m" + i, new TokenUsage(2, 1, 0, 3)));
        }
        metrics.onEvent(
                new GptLoadEvent.UsageReported(Instant.now(), "g", KeyRef.of(GOOD), null, new TokenUsage(2, 1, 0, 3)));
        assertThat(registry.find("gptload.tokens").tag("type", "prompt").counters())
                .hasSize(101);
        assertThat(registry.get("gptload.tokens")
                        .tags("model", "other", "type", "prompt")
                        .counter()
                        .count())
                .isEqualTo(102);
        assertThat(registry.get("gptload.tokens")
                        .tags("model", "m0", "type", "completion")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
