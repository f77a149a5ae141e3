package io.gptload.client.session;

import io.gptload.client.policy.Category;
import io.gptload.client.policy.FailureKind;
import io.gptload.client.wire.TokenUsage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of an attempt.
 *
 * @param attempt what was sent, to whom and with which key
 * @param at when it was over
 * @param status the upstream's, 0 when there was no response
 * @param failure what broke: the exchange, or the body while it was relayed; {@code null} when nothing did
 * @param category how it was judged; {@link Category#CANCELLED} when the caller went away
 * @param ruleId the rule that decided
 * @param sequel what came next
 * @param error what the upstream or the failure says, at most 2 KiB and without the key; {@code null} for a success
 * @param usage the tokens it took, as far as its answer told and was read; {@code null} when nothing was told
 */
public record AttemptReport(
        Attempt attempt,
        Instant at,
        int status,
        @Nullable FailureKind failure,
        Category category,
        String ruleId,
        Sequel sequel,
        @Nullable String error,
        @Nullable TokenUsage usage) {

    /** What came after an attempt. */
    public enum Sequel {
        /** Another attempt, or a pause before one. */
        ANOTHER,
        /** Its response was what the caller got. */
        RELAYED,
        /** Nothing; the caller got another answer, or none. */
        NONE
    }
}
