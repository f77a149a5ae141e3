package io.gptload.client.store.jdbc;

import io.gptload.client.wire.TokenUsage;

/** A row of the log and what follows from it. */
record LoggedAttempt(RequestLogRow row, LogDetails details) {

    /** A row nothing more is known of. */
    static LoggedAttempt of(RequestLogRow row) {
        return new LoggedAttempt(row, LogDetails.NONE);
    }

    /** Whether it says something of the use of a model: its tokens, or that a model answered and told none. */
    boolean usesModel() {
        return details.usage() != null
                || row.success()
                        && row.requestType().equals(RequestLogRow.FINAL)
                        && !row.model().isEmpty();
    }

    UsageTotals totals() {
        TokenUsage usage = details.usage();
        return usage == null ? new UsageTotals(1, 1, TokenUsage.NONE) : new UsageTotals(1, 0, usage);
    }
}
