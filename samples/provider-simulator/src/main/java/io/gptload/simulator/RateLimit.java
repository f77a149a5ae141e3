package io.gptload.simulator;

import java.time.Duration;

/**
 * So much per window. A window starts with the first request after the last one ended.
 *
 * @param unit what is counted
 * @param amount how much a window allows
 * @param window the length of the window
 */
public record RateLimit(Unit unit, long amount, Duration window) {

    /** What is counted. */
    public enum Unit {
        /** Requests that were answered; refused ones are free. */
        REQUESTS("requests"),
        /** Tokens as {@link ProviderSimulator} estimates them. */
        TOKENS("tokens");

        private final String label;

        Unit(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** Checks that the limit can be met at all. */
    public RateLimit {
        if (amount < 0) {
            throw new IllegalArgumentException("amount must not be negative, but is " + amount);
        }
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("window must be positive, but is " + window);
        }
    }
}
