package io.gptload.gateway.admin.key;

import org.jspecify.annotations.Nullable;

/**
 * Whether a key works.
 *
 * @param error why not, without any secret; {@code null} if it does
 */
public record KeyVerdict(boolean valid, @Nullable String error) {

    static final KeyVerdict GOOD = new KeyVerdict(true, null);

    static KeyVerdict bad(String error) {
        return new KeyVerdict(false, error);
    }
}
