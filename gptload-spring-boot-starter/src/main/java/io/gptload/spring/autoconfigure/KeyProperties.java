package io.gptload.spring.autoconfigure;

import io.gptload.client.wire.Masking;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One key, or several separated by commas or line breaks.
 *
 * @param value key itself
 * @param account name of the account whose limits it shares with other keys
 */
public record KeyProperties(
        @DefaultValue("") String value, @Nullable String account) {

    /** A key that is written without anything else. */
    public static KeyProperties of(String value) {
        return new KeyProperties(value, null);
    }

    @Override
    public String toString() {
        return "KeyProperties[" + Masking.HIDDEN + ", account=" + account + "]";
    }
}
