package io.gptload.gateway.ui.play;

import io.gptload.client.policy.Category;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request.
 *
 * @param status 0 when there was no answer
 * @param millis all in all
 * @param answer at most so much of it as fits a page, indented if it is JSON
 * @param failure why there was no answer; {@code null} if there was one
 */
record PlayedCall(
        int status, long millis, String answer, @Nullable String failure, List<Try> tries) {

    /**
     * An attempt.
     *
     * @param begun milliseconds after the request
     * @param left where its bar begins, in percent of all the time
     * @param width of its bar, in percent
     */
    record Try(
            int number,
            String group,
            String key,
            String upstream,
            int status,
            Category category,
            String ruleId,
            @Nullable String error,
            long begun,
            long millis,
            double left,
            double width) {

        /** What colour and shape it is shown in. */
        public String look() {
            return switch (category) {
                case SUCCESS -> "ready";
                case RATE_LIMITED, QUOTA_EXHAUSTED, NOT_PERMITTED, CANCELLED -> "cooling";
                case CLIENT_ERROR -> "info";
                case KEY_REJECTED, UPSTREAM_ERROR -> "invalid";
            };
        }
    }

    /** Whether it was served. */
    public boolean served() {
        return status >= 200 && status < 300;
    }
}
