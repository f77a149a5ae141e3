package io.gptload.client.store.jdbc;

import io.gptload.client.wire.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an attempt beside its row in the request log.
 *
 * @param usage the tokens it took; {@code null} when that is not known
 * @param verdict how it was judged; {@code null} for a success, and when that is not known
 * @param client whose call it is; {@code null} for that of a proxy key
 */
public record LogDetails(
        @Nullable TokenUsage usage,
        @Nullable LogVerdict verdict,
        @Nullable LoggedClient client) {

    /** Nothing more is known. */
    public static final LogDetails NONE = new LogDetails(null, null, null);

    /** The tokens alone. */
    public static LogDetails of(TokenUsage usage) {
        return new LogDetails(usage, null, null);
    }
}
