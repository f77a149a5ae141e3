package io.gptload.client.config;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a key is to be used.
 *
 * @param account names the quota it shares with other keys (a Groq organisation, a Gemini project): what one of them is limited
 *     for account-wide, all are; {@code null} when it has one of its own
 * @param tier from {@value #FIRST_TIER} to {@value #LAST_TIER}; a key is chosen only when none of a lower number is ready
 * @param weight its share of the calls of its tier, from 1 to {@value #MOST_WEIGHT}, beside those of the other ready keys
 * @param disabledUntil leaves it out until that instant, {@link Instant#MAX} until somebody enables it; {@code null} when it
 *     is enabled
 */
public record KeyOptions(
        @Nullable String account,
        int tier,
        int weight,
        @Nullable Instant disabledUntil) {

    /** The tier that is chosen first. */
    public static final int FIRST_TIER = 1;

    /** The tier that is chosen last. */
    public static final int LAST_TIER = 9;

    /** The largest weight. */
    public static final int MOST_WEIGHT = 100;

    /** The longest name of an account. */
    public static final int LONGEST_ACCOUNT = 255;

    /** A key like any other. */
    public static final KeyOptions DEFAULTS = new KeyOptions(null, FIRST_TIER, 1, null);

    /** @throws ConfigurationException if a part is out of its range */
    public KeyOptions {
        if (account != null && (account.isBlank() || account.length() > LONGEST_ACCOUNT)) {
            throw new ConfigurationException("keys.account", account, Requirement.ACCOUNT, LONGEST_ACCOUNT);
        }
        if (tier < FIRST_TIER || tier > LAST_TIER) {
            throw new ConfigurationException("keys.tier", tier, Requirement.INTEGER_BETWEEN, FIRST_TIER, LAST_TIER);
        }
        if (weight < 1 || weight > MOST_WEIGHT) {
            throw new ConfigurationException("keys.weight", weight, Requirement.INTEGER_BETWEEN, 1, MOST_WEIGHT);
        }
    }

    /** These with another account; {@code null} for one of its own. */
    public KeyOptions withAccount(@Nullable String value) {
        return new KeyOptions(value, tier, weight, disabledUntil);
    }

    /** These with another tier. */
    public KeyOptions withTier(int value) {
        return new KeyOptions(account, value, weight, disabledUntil);
    }

    /** These with another weight. */
    public KeyOptions withWeight(int value) {
        return new KeyOptions(account, tier, value, disabledUntil);
    }

    /** These, disabled until an instant, {@link Instant#MAX} for until it is enabled; {@code null} enables. */
    public KeyOptions withDisabledUntil(@Nullable Instant value) {
        return new KeyOptions(account, tier, weight, value);
    }

    /** Whether it is disabled at that instant. */
    public boolean isDisabled(Instant at) {
        return disabledUntil != null && at.isBefore(disabledUntil);
    }
}
