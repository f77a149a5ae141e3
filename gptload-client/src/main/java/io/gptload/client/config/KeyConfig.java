package io.gptload.client.config;

import io.gptload.client.wire.Masking;
import org.jspecify.annotations.Nullable;

/**
 * One API key of a group.
 *
 * @param secret the key; printable ASCII without blanks, at most {@value #MAX_LENGTH} characters
 * @param options how it is to be used
 */
public record KeyConfig(String secret, KeyOptions options) {

    /** The longest key accepted. */
    public static final int MAX_LENGTH = 8192;

    /** @throws ConfigurationException if the key is empty, too long, or cannot be sent in a header */
    public KeyConfig {
        if (secret.isEmpty()) {
            throw new ConfigurationException("keys", "", "a key that is not empty");
        }
        if (secret.length() > MAX_LENGTH) {
            throw new ConfigurationException("keys", Masking.mask(secret), "at most " + MAX_LENGTH + " characters");
        }
        if (!secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new ConfigurationException(
                    "keys", Masking.mask(secret), "printable ASCII characters without blanks or line breaks");
        }
    }

    /**
     * A key that may share its quota with others.
     *
     * @param account as in {@link KeyOptions}
     */
    public KeyConfig(String secret, @Nullable String account) {
        this(secret, account == null ? KeyOptions.DEFAULTS : KeyOptions.DEFAULTS.withAccount(account));
    }

    /** Names the quota it shares with other keys; {@code null} when it has one of its own. */
    public @Nullable String account() {
        return options.account();
    }

    /** A key with a quota of its own. */
    public static KeyConfig of(String secret) {
        return new KeyConfig(secret, KeyOptions.DEFAULTS);
    }

    @Override
    public String toString() {
        return "KeyConfig[" + Masking.mask(secret) + (options.equals(KeyOptions.DEFAULTS) ? "" : ", " + options) + "]";
    }
}
