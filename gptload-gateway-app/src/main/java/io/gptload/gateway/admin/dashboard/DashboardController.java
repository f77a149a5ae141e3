package io.gptload.gateway.admin.dashboard;

import io.gptload.client.store.jdbc.HourTotals;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCounts;
import io.gptload.gateway.admin.PendingWrites;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The figures of the first page. */
@RestController
class DashboardController {

    private static final Duration RATE_WINDOW = Duration.ofMinutes(10);
    private static final Duration DAY = Duration.ofDays(1);

    private final JdbcStore store;
    private final PendingWrites pending;
    private final SecurityReview security;
    private final EncryptionReview encryption;
    private final Messages messages;

    DashboardController(
            JdbcStore store,
            PendingWrites pending,
            SecurityReview security,
            EncryptionReview encryption,
            Messages messages) {
        this.store = store;
        this.pending = pending;
        this.security = security;
        this.encryption = encryption;
        this.messages = messages;
    }

    record Stats(
            Card keyCount,
            Card rpm,
            Card requestCount,
            Card errorRate,
            @Nullable List<SecurityWarning> securityWarnings) {}

    @GetMapping("/api/dashboard/stats")
    ApiReply stats() {
        pending.write();
        Instant now = Instant.now();
        HourTotals day = store.hourlyStats().totals(now.minus(DAY), now, null);
        HourTotals dayBefore = store.hourlyStats().totals(now.minus(DAY.multipliedBy(2)), now.minus(DAY), null);
        List<SecurityWarning> warnings = security.warnings();
        return ApiReply.of(
                messages.get("common.success"),
                new Stats(
                        keys(),
                        Card.growing(perMinute(now), perMinute(now.minus(RATE_WINDOW))),
                        Card.growing(day.total(), dayBefore.total()),
                        Card.errorRate(day, dayBefore),
                        warnings.isEmpty() ? null : warnings));
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

    @GetMapping("/api/dashboard/chart")
    ApiReply chart(@RequestParam(name = "groupId", required = false) @Nullable String groupId) {
        Long group = group(groupId);
        pending.write();
        Instant now = Instant.now();
        return ApiReply.of(
                messages.get("common.success"),
                HourChart.of(now, store.hourlyStats().hours(HourChart.begin(now), now, group), messages));
    }

    private static @Nullable Long group(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("error.bad_parameter", "groupId");
        }
    }

    @GetMapping("/api/dashboard/encryption-status")
    ApiReply encryptionStatus() {
        return ApiReply.of(messages.get("common.success"), encryption.status());
    }
}
