package io.gptload.gateway.admin.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gptload.client.store.jdbc.HourTotals;
import org.jspecify.annotations.Nullable;

/**
 * A figure and how it changed.
 *
 * @param subValue a second figure; {@code null} for none
 * @param trend percent, or percentage points when the figure is a percentage
 * @param trendIsGrowth whether the change is a good one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Card(
        Number value, @Nullable Long subValue, @Nullable String subValueTip, Number trend, boolean trendIsGrowth) {

    private static final double PERCENT = 100;

    /** A figure of which more is better, beside that of the time before. */
    static Card growing(double now, double before) {
        double trend = before > 0 ? (now - before) / before * PERCENT : now > 0 ? PERCENT : 0;
        return new Card(plain(now), null, null, plain(trend), trend >= 0);
    }

    /** The share of failures, beside that of the time before. */
    static Card errorRate(HourTotals now, HourTotals before) {
        double rate = now.failureRate() * PERCENT;
        if (before.total() == 0) {
            return new Card(plain(rate), null, null, plain(rate), rate == 0);
        }
        double trend = rate - before.failureRate() * PERCENT;
        return new Card(plain(rate), null, null, plain(trend), trend < 0);
    }

    /** Without a fraction where there is none, as gpt-load writes numbers. */
    private static Number plain(double number) {
        long whole = Math.round(number);
        if (whole == number) {
            return whole;
        }
        return number;
    }
}
