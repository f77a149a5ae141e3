package io.gptload.client.policy;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.KeyBudget;
import io.gptload.client.config.StatusCodes;
import io.gptload.client.wire.Channel;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the conditions and the verdict of a {@link FailureRule}. Conditions of different kinds must all hold; of several
 * values of one kind, one is enough. Texts are compared without regard to case. Not thread-safe.
 */
public final class FailureRuleBuilder {

    private final String id;
    private final String path;
    private String note = "";
    private final Set<Channel> channels = new LinkedHashSet<>();
    private final Set<String> providers = new LinkedHashSet<>();
    private @Nullable StatusCodes statuses;
    private final Set<String> codes = new LinkedHashSet<>();
    private final Set<String> types = new LinkedHashSet<>();
    private final Set<String> statusNames = new LinkedHashSet<>();
    private final List<String> reasons = new ArrayList<>();
    private final List<String> messageStarts = new ArrayList<>();
    private final List<String> messageParts = new ArrayList<>();
    private final Set<FailureKind> failureKinds = new LinkedHashSet<>();
    private @Nullable Boolean modelServedElsewhere;
    private @Nullable Category category;
    private @Nullable Scope scope;
    private @Nullable Retry retry;
    private boolean definite;
    private @Nullable Duration cooldown;
    private @Nullable DailyReset dailyReset;

    FailureRuleBuilder(String id, String path) {
        this.id = id;
        this.path = path;
    }

    /** Why the rule is there, or its source. */
    public FailureRuleBuilder note(String text) {
        note = text;
        return this;
    }

    /** Only groups of these channels. */
    public FailureRuleBuilder channels(Channel... values) {
        Collections.addAll(channels, values);
        return this;
    }

    /** Only groups of these providers, by preset id, for instance {@code groq}. */
    public FailureRuleBuilder providers(String... values) {
        return add(providers, "when.providers", values);
    }

    /** The HTTP status, by a list such as {@code 429,500-599}. Without it any status from 300 on matches. */
    public FailureRuleBuilder statuses(String list) {
        return statuses(StatusCodes.parse(path + ".when.statuses", list));
    }

    /** The HTTP status. Without it any status from 300 on matches. */
    public FailureRuleBuilder statuses(StatusCodes values) {
        if (values.isEmpty()) {
            throw bad("when.statuses", "", "at least one status code");
        }
        statuses = values;
        return this;
    }

    /** The whole error code, for instance {@code invalid_api_key}. */
    public FailureRuleBuilder codes(String... values) {
        return add(codes, "when.codes", values);
    }

    /** The whole error type, for instance {@code overloaded_error}. */
    public FailureRuleBuilder types(String... values) {
        return add(types, "when.types", values);
    }

    /** The whole google.rpc status name, for instance {@code RESOURCE_EXHAUSTED}. */
    public FailureRuleBuilder statusNames(String... values) {
        return add(statusNames, "when.status_names", values);
    }

    /** A part of one of the reasons, for instance {@code PerDay}. */
    public FailureRuleBuilder reasons(String... values) {
        return add(reasons, "when.reasons", values);
    }

    /**
     * The beginning of the message. Prefer it to {@link #messageContains} for a verdict that touches a key: providers
     * quote the caller's input in their messages, and a caller must not be able to talk a key out of the pool.
     */
    public FailureRuleBuilder messageStartsWith(String... values) {
        return add(messageStarts, "when.message_starts_with", values);
    }

    /** A part of the message. */
    public FailureRuleBuilder messageContains(String... values) {
        return add(messageParts, "when.message_contains", values);
    }

    /** How the exchange failed. A rule with it is about exchanges without an answer only; one without, never. */
    public FailureRuleBuilder failureKinds(FailureKind... values) {
        Collections.addAll(failureKinds, values);
        return this;
    }

    /** Whether another key of the group has served the requested model. */
    public FailureRuleBuilder modelServedElsewhere(boolean value) {
        modelServedElsewhere = value;
        return this;
    }

    /** What it is. Must be given. */
    public FailureRuleBuilder category(Category value) {
        category = value;
        return this;
    }

    /** Who is blamed; by default as {@link Category#defaultScope()}. */
    public FailureRuleBuilder scope(Scope value) {
        scope = value;
        return this;
    }

    /** What follows; by default as {@link Category#defaultRetry()}. */
    public FailureRuleBuilder retry(Retry value) {
        retry = value;
        return this;
    }

    /** Whether a rejected key is invalid at once. */
    public FailureRuleBuilder definite(boolean value) {
        definite = value;
        return this;
    }

    /** A fixed cooldown, whatever the answer asks for; longer than zero, at most 366 days. */
    public FailureRuleBuilder cooldown(Duration value) {
        cooldown = value;
        return this;
    }

    /** A cooldown until that time of day comes round, whatever the answer asks for. */
    public FailureRuleBuilder cooldownUntil(LocalTime time, ZoneId zone) {
        dailyReset = new DailyReset(zone, time);
        return this;
    }

    /**
     * The rule.
     *
     * @throws ConfigurationException if it has no id, no condition or no category, or if its parts contradict each other
     */
    public FailureRule build() {
        if (id.isBlank() || id.length() > 100) {
            throw bad("id", id, "1 to 100 characters that are not all blank");
        }
        if (id.startsWith(KeyBudget.RULE_PREFIX)) {
            throw bad("id", id, "an id that does not begin with " + KeyBudget.RULE_PREFIX);
        }
        if (category == null) {
            throw bad("then.category", "", "one of " + Ids.list(List.of(Category.values()), Category::id));
        }
        RuleConditions conditions = new RuleConditions(
                Set.copyOf(channels),
                Set.copyOf(providers),
                statuses,
                Set.copyOf(codes),
                Set.copyOf(types),
                Set.copyOf(statusNames),
                List.copyOf(reasons),
                List.copyOf(messageStarts),
                List.copyOf(messageParts),
                Set.copyOf(failureKinds),
                modelServedElsewhere);
        Verdict verdict = new Verdict(
                category,
                scope == null ? category.defaultScope() : scope,
                retry == null ? category.defaultRetry() : retry,
                definite,
                cooldown,
                false,
                id);
        new RuleCheck(path, conditions, verdict, dailyReset).run();
        return new FailureRule(id, note, conditions, verdict, dailyReset);
    }

    private FailureRuleBuilder add(Collection<String> to, String field, String... values) {
        for (String value : values) {
            if (value.isBlank()) {
                throw bad(field, value, "texts that are not blank");
            }
            to.add(value.toLowerCase(Locale.ROOT));
        }
        return this;
    }

    private ConfigurationException bad(String field, Object value, String allowed) {
        return new ConfigurationException(path + "." + field, value, allowed);
    }
}
