package io.gptload.gateway.ui.dashboard;

import io.gptload.client.store.jdbc.HourTotals;
import io.gptload.client.wire.TokenUsage;
import io.gptload.gateway.web.LocalTime;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Two figures of each hour, the oldest first. Pages show them as bars, the second on top of the first. */
record HourTable(List<Hour> hours) {

    /** An hour. @param begin on the machine's clock */
    record Hour(OffsetDateTime begin, long first, long second) {}

    /** Calls that succeeded, and that failed. */
    static HourTable ofCalls(Map<Instant, HourTotals> hours) {
        return of(hours, HourTotals::success, HourTotals::failure);
    }

    /** Tokens of prompts, and of completions. */
    static HourTable ofTokens(Map<Instant, TokenUsage> hours) {
        return of(hours, TokenUsage::prompt, TokenUsage::completion);
    }

    private static <T> HourTable of(Map<Instant, T> hours, ToLongFunction<T> first, ToLongFunction<T> second) {
        return new HourTable(hours.entrySet().stream()
                .map(hour -> new Hour(
                        LocalTime.of(hour.getKey()),
                        first.applyAsLong(hour.getValue()),
                        second.applyAsLong(hour.getValue())))
                .toList());
    }

    /** The sum of the first figure. */
    public long first() {
        return hours.stream().mapToLong(Hour::first).sum();
    }

    /** The sum of the second figure. */
    public long second() {
        return hours.stream().mapToLong(Hour::second).sum();
    }

    /** Whether there is anything to show. */
    public boolean any() {
        return first() + second() > 0;
    }
}
