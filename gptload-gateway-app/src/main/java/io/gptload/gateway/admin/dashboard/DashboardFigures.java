package io.gptload.gateway.admin.dashboard;

import io.gptload.client.store.jdbc.HourTotals;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCounts;
import io.gptload.gateway.admin.PendingWrites;
import io.gptload.gateway.web.Messages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The figures of the first page, as of now. Thread-safe. */
@Component
public class DashboardFigures {

    private static final Duration RATE_WINDOW = Duration.ofMinutes(10);
    private static final Duration DAY = Duration.ofDays(1);

    private final JdbcStore store;
    private final PendingWrites pending;
    private final SecurityReview security;
    private final Messages messages;

    DashboardFigures(JdbcStore store, PendingWrites pending, SecurityReview security, Messages messages) {
        this.store = store;
        this.pending = pending;
        this.security = security;
        this.messages = messages;
    }

    /** The cards, and what should be better; {@code null} when nothing should. */
    public record Stats(
            Card keyCount,
            Card rpm,
            Card requestCount,
            Card errorRate,
            @Nullable List<SecurityWarning> securityWarnings) {}

    /** What went through, and what should be better; empty when nothing should. */
    public record Traffic(Card rpm, Card requestCount, Card errorRate, List<SecurityWarning> warnings) {}

    /** The cards. */
    public Stats stats() {
        Traffic traffic = traffic();
        return new Stats(
                keys(),
                traffic.rpm(),
                traffic.requestCount(),
                traffic.errorRate(),
                traffic.warnings().isEmpty() ? null : traffic.warnings());
    }

    /** The same without the keys, which take long to count where there are many. */
    public Traffic traffic() {
        pending.write();
        Instant now = Instant.now();
        HourTotals day = store.hourlyStats().totals(now.minus(DAY), now, null);
        HourTotals dayBefore = store.hourlyStats().totals(now.minus(DAY.multipliedBy(2)), now.minus(DAY), null);
        return new Traffic(
                Card.growing(perMinute(now), perMinute(now.minus(RATE_WINDOW))),
                Card.growing(day.total(), dayBefore.total()),
                Card.errorRate(day, dayBefore),
                security.warnings());
    }

    private Card keys() {
        KeyCounts all = store.keys().counts().values().stream()
                .reduce(KeyCounts.NONE, (a, b) -> new KeyCounts(a.active() + b.active(), a.invalid() + b.invalid()));
        Long invalid = all.invalid() == 0 ? null : all.invalid();
        return new Card(all.active(), invalid, messages.get("dashboard.invalid_keys"), 0, false);
    }

    private double perMinute(Instant until) {
        return (double) store.requestLogs().countFinal(until.minus(RATE_WINDOW), until) / RATE_WINDOW.toMinutes();
    }

    /** The calls of the last 24 hours, hour by hour, the current one last. @param groupId {@code null} for all */
    public Map<Instant, HourTotals> hours(@Nullable Long groupId) {
        pending.write();
        return HourChart.filled(Instant.now(), (from, to) -> store.hourlyStats().hours(from, to, groupId));
    }
}
