package io.gptload.spring.autoconfigure;

import io.gptload.client.wire.Masking;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One key, or several separated by commas or line breaks.
 *
 * @param value key itself
 * @param account name of the account whose limits it shares with other keys
 * @param tier from 1 to 9; a key is chosen only while none of a lower tier is ready
 * @param weight share of the calls beside the other ready keys of its tier, from 1 to 100
 */
public record KeyProperties(
        @DefaultValue("") String value,
        @Nullable String account,
        @DefaultValue("1") int tier,
        @DefaultValue("1") int weight) {

    /** A key that is written without anything else. */
    public static KeyProperties of(String value) {
        return new KeyProperties(value, null, 1, 1);
    }

    @Override
    public String toString() {
        return "KeyProperties[" + Masking.HIDDEN + ", account=" + account + ", tier=" + tier + ", weight=" + weight
                + "]";
    }
}
