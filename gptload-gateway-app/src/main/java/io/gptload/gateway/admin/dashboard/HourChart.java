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
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Calls of the last 24 hours, the oldest first, the current one last. */
record HourChart(List<OffsetDateTime> labels, List<Dataset> datasets) {

    private static final int HOURS = 24;
    private static final String GREEN = "rgba(10, 200, 110, 1)";
    private static final String RED = "rgba(255, 70, 70, 1)";

    record Dataset(String label, List<Long> data, String color) {}

    /** The calls of each of the hours, those without any too. @param counted from an instant (inclusive) to another */
    static Map<Instant, HourTotals> filled(
            Instant now, BiFunction<Instant, Instant, Map<Instant, HourTotals>> counted) {
        Instant begin = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS - 1L));
        Map<Instant, HourTotals> known = counted.apply(begin, now);
        Map<Instant, HourTotals> hours = new TreeMap<>();
        for (int i = 0; i < HOURS; i++) {
            Instant hour = begin.plus(Duration.ofHours(i));
            hours.put(hour, known.getOrDefault(hour, HourTotals.NONE));
        }
        return hours;
    }

    static HourChart of(Map<Instant, HourTotals> hours, Messages messages) {
        return new HourChart(
                hours.keySet().stream().map(LocalTime::of).toList(),
                List.of(
                        new Dataset(
                                messages.get("dashboard.success_requests"),
                                hours.values().stream().map(HourTotals::success).toList(),
                                GREEN),
                        new Dataset(
                                messages.get("dashboard.failed_requests"),
                                hours.values().stream().map(HourTotals::failure).toList(),
                                RED)));
    }
}
