package io.gptload.gateway.admin.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.HourTotals;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCounts;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** How a group did lately. */
@RestController
class GroupStatsController {

    private final JdbcStore store;
    private final Groups groups;
    private final Messages messages;

    GroupStatsController(JdbcStore store, Groups groups, Messages messages) {
        this.store = store;
        this.groups = groups;
        this.messages = messages;
    }

    record Stats(
            KeyStats keyStats,
            @JsonProperty("stats_24_hour") Span day,
            @JsonProperty("stats_7_day") Span week,
            @JsonProperty("stats_30_day") Span month) {}

    record KeyStats(long totalKeys, long activeKeys, long invalidKeys) {}

    record Span(long totalRequests, long failedRequests, BigDecimal failureRate) {}

    @GetMapping("/api/groups/{id}/stats")
    ApiReply stats(@PathVariable("id") long id) {
        GroupRow group = groups.get(id);
        KeyCounts keys = group.isAggregate() ? KeyCounts.NONE : store.keys().counts(id);
        Instant end =
                store.options().time().instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        return ApiReply.of(
                messages.get("common.success"),
                new Stats(
                        new KeyStats(keys.total(), keys.active(), keys.invalid()),
                        span(id, end, Duration.ofDays(1)),
                        span(id, end, Duration.ofDays(7)),
                        span(id, end, Duration.ofDays(30))));
    }

    private Span span(long id, Instant end, Duration length) {
        HourTotals totals = store.hourlyStats().totals(end.minus(length), end, id);
        BigDecimal rate = BigDecimal.valueOf(totals.failureRate()).setScale(4, RoundingMode.HALF_UP);
        return new Span(
                totals.total(),
                totals.failure(),
                rate.signum() == 0
                        ? BigDecimal.ZERO
                        : new BigDecimal(rate.stripTrailingZeros().toPlainString()));
    }
}
