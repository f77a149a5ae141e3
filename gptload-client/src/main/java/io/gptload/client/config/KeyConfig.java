package io.gptload.client.config;

import io.gptload.client.wire.Masking;
import org.jspecify.annotations.Nullable;

/**
 * One API key of a group.
 *
 * @param secret the key; printable ASCII without blanks, at most {@value #MAX_LENGTH} characters
 * @param account names the quota it shares with other keys (a Groq organisation, a Gemini project); {@code null} when it
 *     has one of its own
 */
public record KeyConfig(String secret, @Nullable String account) {

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
        if (account != null && account.isBlank()) {
            throw new ConfigurationException("keys.account", account, "a name, or none at all");
        }
    }

    /** A key with a quota of its own. */
    public static KeyConfig of(String secret) {
        return new KeyConfig(secret, null);
    }

    @Override
    public String toString() {
        return "KeyConfig[" + Masking.mask(secret) + (account == null ? "" : ", account=" + account) + "]";
    }
}
