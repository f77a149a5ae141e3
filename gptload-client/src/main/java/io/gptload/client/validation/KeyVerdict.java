package io.gptload.client.validation;

import org.jspecify.annotations.Nullable;

/**
 * Whether a key works.
 *
 * @param kind what was found out
 * @param error why it does not, or why nothing was found out, without any secret; {@code null} if it works
 */
public record KeyVerdict(Kind kind, @Nullable String error) {

    /** It works. */
    public static final KeyVerdict GOOD = new KeyVerdict(Kind.GOOD, null);

    /** What was found out. */
    public enum Kind {
        /** It works. */
        GOOD,
        /** It was refused, or is limited. */
        BAD,
        /** Nothing: the upstream failed or was not asked, or the request was wrong. */
        UNKNOWN
    }

    /** One that does not work. */
    public static KeyVerdict bad(String error) {
        return new KeyVerdict(Kind.BAD, error);
    }

    /** One of which nothing was found out. */
    public static KeyVerdict unknown(String error) {
        return new KeyVerdict(Kind.UNKNOWN, error);
    }

    /** Whether it works. */
    public boolean valid() {
        return kind == Kind.GOOD;
    }
}
