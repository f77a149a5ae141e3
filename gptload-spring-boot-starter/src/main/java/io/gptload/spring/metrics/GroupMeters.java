package io.gptload.spring.metrics;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.policy.Category;
import io.gptload.client.wire.TokenUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The meters of one group, each looked up in the registry once, as two of them are used by every call. Thread-safe. */
final class GroupMeters {

    private static final Category[] CATEGORIES = Category.values();
    private static final String[] STATUS_CLASSES = {"cancelled", "1xx", "2xx", "3xx", "4xx", "5xx"};
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60)
    };

    private final MeterRegistry registry;
    private final String group;
    private final MeterTable<Timer> calls;
    private final MeterTable<Counter> retries;
    private final MeterTable<Counter> cooldowns;
    private final Map<String, MeterTable<Timer>> attempts = new ConcurrentHashMap<>();
    private final TokenMeters tokens;

    GroupMeters(MeterRegistry registry, String group) {
        this.registry = registry;
        this.group = group;
        this.tokens = new TokenMeters(registry, group);
        this.calls = new MeterTable<>(STATUS_CLASSES.length, this::callTimer);
        this.retries = new MeterTable<>(CATEGORIES.length, this::retryCounter);
        this.cooldowns = new MeterTable<>(CATEGORIES.length, this::cooldownCounter);
    }

    void call(GptLoadEvent.CallAnswered event) {
        calls.at(statusClass(event.status())).record(event.elapsed());
    }

    private static int statusClass(int status) {
        return status < 100 ? 0 : Math.min(status / 100, 5);
    }

    void attempt(GptLoadEvent.AttemptFinished event) {
        MeterTable<Timer> ofUpstream = attempts.get(event.upstream());
        if (ofUpstream == null) {
            ofUpstream = attempts.computeIfAbsent(
                    event.upstream(), url -> new MeterTable<>(CATEGORIES.length, i -> attemptTimer(url, i)));
        }
        ofUpstream.at(event.category().ordinal()).record(event.elapsed());
        if (event.again()) {
            retries.at(event.category().ordinal()).increment();
        }
    }

    void tokens(@Nullable String model, TokenUsage usage) {
        tokens.add(model, usage);
    }

    void cooled(Category cause) {
        cooldowns.at(cause.ordinal()).increment();
    }

    void invalidated() {
        counter("gptload.key.invalidations", "Keys taken out until somebody restores them")
                .register(registry)
                .increment();
    }

    void restored() {
        counter("gptload.key.restorations", "Keys that were invalid and are active again")
                .register(registry)
                .increment();
    }

    void streamBroken(String upstream) {
        counter("gptload.stream.breaks", "Answers that began well and broke off")
                .tag(MetersOf.UPSTREAM, upstream)
                .register(registry)
                .increment();
    }

    void opened(String upstream) {
        counter("gptload.upstream.openings", "How often an upstream was left alone for a while")
                .tag(MetersOf.UPSTREAM, upstream)
                .register(registry)
                .increment();
    }

    private Timer callTimer(int statusClass) {
        return Timer.builder("gptload.calls")
                .description("Calls by what the caller was told, and the time to the first byte of it")
                .tag(MetersOf.GROUP, group)
                .tag("status", STATUS_CLASSES[statusClass])
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    private Timer attemptTimer(String upstream, int category) {
        return Timer.builder("gptload.attempts")
                .description("Exchanges with upstreams, and the time from sending to the verdict")
                .tag(MetersOf.GROUP, group)
                .tag(MetersOf.UPSTREAM, upstream)
                .tag("category", CATEGORIES[category].id())
                .register(registry);
    }

    private Counter retryCounter(int category) {
        return counter("gptload.retries", "Attempts that were followed by another, by what they ended in")
                .tag("category", CATEGORIES[category].id())
                .register(registry);
    }

    private Counter cooldownCounter(int cause) {
        return counter("gptload.key.cooldowns", "Cooldowns of keys by cause")
                .tag("cause", CATEGORIES[cause].id())
                .register(registry);
    }

    private Counter.Builder counter(String name, String description) {
        return Counter.builder(name).description(description).tag(MetersOf.GROUP, group);
    }
}
