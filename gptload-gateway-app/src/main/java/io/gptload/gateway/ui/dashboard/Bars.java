package io.gptload.gateway.ui.dashboard;

import io.gptload.client.store.jdbc.HourTotals;
import io.gptload.gateway.web.LocalTime;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calls by hour as bars, in a drawing {@value #WIDTH} wide and {@value #HEIGHT} high.
 *
 * @param most what the top of the drawing stands for
 */
record Bars(List<Bar> bars, long most, long success, long failure) {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 200;
    private static final double GAP = 0.25;
    private static final long[] STEPS = {10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100};
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm");

    /** An hour: where its column begins, and its two bars on top of each other. */
    record Bar(
            String hour,
            long success,
            long failure,
            double left,
            double column,
            double x,
            double width,
            double successY,
            double successHeight,
            double failureY,
            double failureHeight) {}

    static Bars of(Map<Instant, HourTotals> hours) {
        long most = roundUp(
                hours.values().stream().mapToLong(HourTotals::total).max().orElse(0));
        double column = (double) WIDTH / hours.size();
        List<Bar> bars = new ArrayList<>();
        hours.forEach((hour, totals) -> {
            double left = bars.size() * column;
            double success = (double) totals.success() / most * HEIGHT;
            double failure = (double) totals.failure() / most * HEIGHT;
            bars.add(new Bar(
                    HOUR.format(LocalTime.of(hour)),
                    totals.success(),
                    totals.failure(),
                    left,
                    column,
                    left + column * GAP / 2,
                    column * (1 - GAP),
                    HEIGHT - success,
                    success,
                    HEIGHT - success - failure,
                    failure));
        });
        return new Bars(
                bars,
                most,
                hours.values().stream().mapToLong(HourTotals::success).sum(),
                hours.values().stream().mapToLong(HourTotals::failure).sum());
    }

    /** To a number whose half is round too, not much more than it. */
    private static long roundUp(long number) {
        if (number <= STEPS[0]) {
            return Math.max(2, number + number % 2);
        }
        long power = 1;
        while (STEPS[STEPS.length - 1] * power < number) {
            power *= 10;
        }
        for (long step : STEPS) {
            if (step * power >= number) {
                return step * power;
            }
        }
        throw new IllegalStateException("beyond the last step: " + number);
    }

    /** Whether there were any calls. */
    public boolean any() {
        return success + failure > 0;
    }
}
