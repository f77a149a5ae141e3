package io.gptload.client.session;

import io.gptload.client.policy.Category;
import io.gptload.client.policy.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * Follows calls for those who trace them. Must be thread-safe and quick; what it throws is logged, counted and otherwise
 * ignored.
 */
@FunctionalInterface
public interface CallTracer {

    /**
     * A call begins, on the caller's thread.
     *
     * @return follows it; {@code null} to leave it out
     */
    @Nullable
    CallTrace begin(CallRequest request);

    /** Follows one call. */
    @FunctionalInterface
    interface CallTrace {

        /** An attempt is about to be sent, from whatever thread. */
        AttemptTrace attempt(Attempt attempt);
    }

    /** Follows one attempt. */
    @FunctionalInterface
    interface AttemptTrace {

        /**
         * It was judged, with its response's headers or first bytes at hand, or given up; told once, on whatever thread.
         *
         * @param status the upstream's, 0 when there was no response
         * @param failure what broke; {@code null} when nothing did
         * @param category how it was judged
         * @param ruleId the rule that decided
         */
        void end(int status, @Nullable FailureKind failure, Category category, String ruleId);
    }
}
