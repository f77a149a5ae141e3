package io.gptload.gateway.admin.dashboard;

import io.gptload.client.store.jdbc.HourTotals;
import io.gptload.gateway.web.LocalTime;
import io.gptload.gateway.web.Messages;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Calls of the last 24 hours, the oldest first, the current one last. */
record HourChart(List<OffsetDateTime> labels, List<Dataset> datasets) {

    private static final int HOURS = 24;
    private static final String GREEN = "rgba(10, 200, 110, 1)";
    private static final String RED = "rgba(255, 70, 70, 1)";

    record Dataset(String label, List<Long> data, String color) {}

    /** The first hour of a chart drawn at that instant. */
    static Instant begin(Instant now) {
        return now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS - 1L));
    }

    static HourChart of(Instant now, Map<Instant, HourTotals> totals, Messages messages) {
        List<Instant> hours = Stream.iterate(begin(now), hour -> hour.plus(Duration.ofHours(1)))
                .limit(HOURS)
                .toList();
        List<HourTotals> counted = hours.stream()
                .map(hour -> totals.getOrDefault(hour, HourTotals.NONE))
                .toList();
        return new HourChart(
                hours.stream().map(LocalTime::of).toList(),
                List.of(
                        new Dataset(
                                messages.get("dashboard.success_requests"),
                                counted.stream().map(HourTotals::success).toList(),
                                GREEN),
                        new Dataset(
                                messages.get("dashboard.failed_requests"),
                                counted.stream().map(HourTotals::failure).toList(),
                                RED)));
    }
}
