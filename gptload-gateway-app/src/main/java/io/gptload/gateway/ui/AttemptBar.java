package io.gptload.gateway.ui;

import io.gptload.client.policy.Category;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as a bar on the time line of its call.
 *
 * @param number 1 or more
 * @param key masked; empty for an answer that no attempt led to
 * @param status 0 when there was no response
 * @param category how it was judged; {@code null} when that is not known
 * @param ruleId the rule that decided; empty when that is not known
 * @param error empty for none
 * @param begun milliseconds after the request
 * @param left where its bar begins, in percent of the whole call
 * @param width of its bar, in percent
 */
public record AttemptBar(
        int number,
        String group,
        String key,
        String upstream,
        int status,
        @Nullable Category category,
        String ruleId,
        String error,
        long begun,
        long millis,
        double left,
        double width) {

    private static final double WHOLE = 100;
    private static final double THINNEST = 0.8;

    /** A bar from one instant to another. @param all how long the call took, in milliseconds like the others */
    public static AttemptBar between(
            long from,
            long to,
            long all,
            int number,
            String group,
            String key,
            String upstream,
            int status,
            @Nullable Category category,
            String ruleId,
            String error) {
        double whole = Math.max(1, all);
        return new AttemptBar(
                number,
                group,
                key,
                upstream,
                status,
                category,
                ruleId,
                error,
                from,
                to - from,
                Math.min(WHOLE - THINNEST, WHOLE * from / whole),
                Math.max(THINNEST, WHOLE * (to - from) / whole));
    }

    /** What colour and shape it is shown in. */
    public String look() {
        if (category == null) {
            return "invalid";
        }
        return switch (category) {
            case SUCCESS -> "ready";
            case RATE_LIMITED, QUOTA_EXHAUSTED, NOT_PERMITTED, CANCELLED -> "cooling";
            case CLIENT_ERROR -> "info";
            case KEY_REJECTED, UPSTREAM_ERROR -> "invalid";
        };
    }
}
