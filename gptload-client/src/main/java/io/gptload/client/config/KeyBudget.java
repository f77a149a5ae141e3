package io.gptload.client.config;

import io.gptload.client.policy.DailyReset;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A limit the provider sets every key, known beforehand: so many requests or tokens in each window of time. Keys of one
 * {@linkplain KeyOptions#account() account} share it.
 *
 * @param model the model it holds for, as the provider is asked for it; {@code null} for all models together
 * @param limit how many, from 1 to {@value #MOST}
 * @param unit what is counted
 * @param window how long until it begins anew
 * @param reset when a day begins; {@code null} for the provider's own clock. Only with {@link Window#DAY}
 */
public record KeyBudget(
        @Nullable String model,
        long limit,
        Unit unit,
        Window window,
        @Nullable DailyReset reset) {

    /** What the rules begin with that keys rest by when a budget is used up. */
    public static final String RULE_PREFIX = "budget.";

    /** The largest limit. */
    public static final long MOST = 1_000_000_000_000L;

    /** What is counted. */
    public enum Unit {
        /** Exchanges with an upstream, each attempt of a call by itself. */
        REQUESTS,
        /** Tokens as answers tell them, of prompt and completion. */
        TOKENS;

        private final String id = name().toLowerCase(Locale.ROOT);

        /** The name used in configuration. */
        public String id() {
            return id;
        }
    }

    /** How long a budget lasts. Windows begin with the second, minute, hour or day of the wall clock. */
    public enum Window {
        /** A second. */
        SECOND(Duration.ofSeconds(1)),
        /** A minute. */
        MINUTE(Duration.ofMinutes(1)),
        /** An hour. */
        HOUR(Duration.ofHours(1)),
        /** A day, from the provider's reset to the next. */
        DAY(Duration.ofDays(1));

        private final Duration length;
        private final String id = name().toLowerCase(Locale.ROOT);

        Window(Duration length) {
            this.length = length;
        }

        /** How long it is; a day may be an hour more or less. */
        public Duration length() {
            return length;
        }

        /** The name used in configuration. */
        public String id() {
            return id;
        }

        static @Nullable Window ofId(String id) {
            return Arrays.stream(values())
                    .filter(window -> window.id.equals(id))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** @throws ConfigurationException if the limit is out of its range, or a reset given for another window than a day */
    public KeyBudget {
        if (limit < 1 || limit > MOST) {
            throw new ConfigurationException(KeyBudgets.FIELD, limit, Requirement.BUDGET_LIMIT, MOST);
        }
        if (reset != null && window != Window.DAY) {
            throw new ConfigurationException(KeyBudgets.FIELD, window.id(), Requirement.START_OF_A_DAY);
        }
    }

    /** What a key rests by when it is used up, for instance {@code budget.requests_per_minute}. */
    public String ruleId() {
        return RULE_PREFIX + unit.id + "_per_" + window.id;
    }

    /** Whether both count the same, be the limits alike or not. */
    public boolean countsAs(KeyBudget other) {
        return name().equals(other.name()) && Objects.equals(reset, other.reset);
    }

    /** What it counts, without its limit: {@code requests/minute} or {@code gpt-4o: tokens/day}. */
    public String name() {
        return (model == null ? "" : model + ": ") + unit.id + "/" + window.id;
    }

    /** As it is written in configuration. */
    @Override
    public String toString() {
        return (model == null ? "" : model + ": ") + limit + " " + unit.id + "/" + window.id
                + (reset == null ? "" : " from " + reset.time() + " " + reset.zone());
    }
}
