package io.gptload.client.store.jdbc;

import io.gptload.client.wire.TokenUsage;

/**
 * The tokens of some calls.
 *
 * @param calls how many there were; 0 or more
 * @param untold how many of them said nothing of tokens, such as streams that were not asked to
 * @param tokens what the others took
 */
public record UsageTotals(long calls, long untold, TokenUsage tokens) {

    /** No call. */
    public static final UsageTotals NONE = new UsageTotals(0, 0, TokenUsage.NONE);

    /** Both together. */
    public UsageTotals plus(UsageTotals other) {
        return new UsageTotals(calls + other.calls, untold + other.untold, tokens.plus(other.tokens));
    }
}
