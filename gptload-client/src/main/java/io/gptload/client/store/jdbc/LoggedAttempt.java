package io.gptload.client.store.jdbc;

import io.gptload.client.wire.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log and what follows from it.
 *
 * @param usage the tokens it took; {@code null} when that is not known
 * @param client whose call it is; {@code null} for that of a proxy key
 * @param verdict how it was judged; {@code null} for a success, and when that is not known
 */
record LoggedAttempt(
        RequestLogRow row,
        @Nullable TokenUsage usage,
        @Nullable LoggedClient client,
        @Nullable LogVerdict verdict) {

    /** A row nothing more is known of. */
    static LoggedAttempt of(RequestLogRow row) {
        return new LoggedAttempt(row, null, null, null);
    }

    /** Whether it says something of the use of a model: its tokens, or that a model answered and told none. */
    boolean usesModel() {
        return usage != null
                || row.success()
                        && row.requestType().equals(RequestLogRow.FINAL)
                        && !row.model().isEmpty();
    }

    UsageTotals totals() {
        return usage == null ? new UsageTotals(1, 1, TokenUsage.NONE) : new UsageTotals(1, 0, usage);
    }
}
