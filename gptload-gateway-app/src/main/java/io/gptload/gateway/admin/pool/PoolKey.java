package io.gptload.gateway.admin.pool;

import io.gptload.client.BudgetUse;
import io.gptload.client.Explanation;
import io.gptload.client.policy.Category;
import io.gptload.gateway.web.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key as the pool knows it; the key itself is masked.
 *
 * @param hash SHA-256 of the key, which names it in paths; what the key is stored under does too
 * @param model the model it cools for; {@code null} for all
 * @param ruleId the rule that cooled it or took it out; {@code null} if there is none or it is not known
 * @param since when it was taken out; {@code null} unless it is invalid, and if it is not known
 * @param until when it is back; {@code null} unless it cools, or is disabled until an instant
 * @param share the part of the group's calls it gets now, from 0 to 1
 * @param budgets how its budgets stand
 * @param reason why it would or would not be chosen, in words
 */
record PoolKey(
        String group,
        String key,
        String hash,
        String state,
        @Nullable String cause,
        @Nullable String ruleId,
        @Nullable String model,
        @Nullable OffsetDateTime since,
        @Nullable OffsetDateTime until,
        int strikes,
        int inFlight,
        int tier,
        int weight,
        @Nullable String account,
        double share,
        List<Budget> budgets,
        String reason) {

    /**
     * A budget of a key.
     *
     * @param budget what is counted, such as {@code requests/minute}
     * @param remaining what this node could still use
     * @param until when it begins anew
     */
    record Budget(
            String budget,
            long limit,
            long remaining,
            @Nullable OffsetDateTime until) {

        static Budget of(BudgetUse use) {
            return new Budget(use.budget(), use.limit(), use.remaining(), LocalTime.ofNullable(use.until()));
        }
    }

    static PoolKey of(PoolMember member) {
        Explanation.Key key = member.key();
        Category cause = key.cause();
        return new PoolKey(
                member.group(),
                key.key().masked(),
                key.key().hash(),
                id(key.state()),
                cause == null ? null : cause.id(),
                key.ruleId(),
                key.model(),
                LocalTime.ofNullable(key.since()),
                LocalTime.ofNullable(key.until()),
                key.strikes(),
                key.inFlight(),
                key.options().tier(),
                key.options().weight(),
                key.options().account(),
                Math.round(member.share() * 10_000) / 10_000.0,
                key.budgets().stream().map(Budget::of).toList(),
                reason(member));
    }

    /** The state as the API names it. */
    static String id(Explanation.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String reason(PoolMember member) {
        Explanation.Key key = member.key();
        return switch (key.state()) {
            case READY ->
                key.options().tier() == member.tier()
                        ? "in rotation"
                        : "waits while keys of tier " + member.tier() + " are ready";
            case DISABLED ->
                "disabled until " + (key.until() == null ? "it is enabled" : LocalTime.ofNullable(key.until()));
            case INVALID -> "taken out until it is restored" + (key.ruleId() == null ? "" : " (" + key.ruleId() + ")");
            case COOLING ->
                "rests until " + LocalTime.ofNullable(key.until())
                        + (key.model() == null ? "" : " for model " + key.model()) + ": " + key.cause() + " ("
                        + key.ruleId() + ")";
        };
    }
}
