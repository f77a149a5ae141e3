package io.gptload.spring.actuate;

import io.gptload.client.BudgetUse;
import io.gptload.client.Explanation;
import io.gptload.client.Group;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A group key by key. At most {@value #MOST} keys are shown, those that are not ready first.
 *
 * @param group the group at a glance
 * @param model the model asked for, after redirects; {@code null} for any
 * @param nextFree when the next call would find a key; {@code null} when none comes back by itself
 * @param keys the keys
 * @param notShown how many more there are
 */
public record PoolDetails(
        Pool group, @Nullable String model, @Nullable Instant nextFree, List<Key> keys, int notShown) {

    static final int MOST = 1000;

    /**
     * A key.
     *
     * @param hash names it in actions
     * @param key its first and last characters
     * @param state ready, cooling, invalid or disabled
     * @param cause why it cools
     * @param cooledModel the model it cools for; {@code null} for all
     * @param rule the rule that cooled it or took it out, if that is known
     * @param since when it was taken out, if that is known
     * @param until when it is back
     * @param strikes failures of its own in a row
     * @param inFlight calls under way with it
     * @param budgets what is left of its budgets, and of how much
     */
    public record Key(
            String hash,
            String key,
            String state,
            @Nullable String cause,
            @Nullable String cooledModel,
            @Nullable String rule,
            @Nullable Instant since,
            @Nullable Instant until,
            int strikes,
            int inFlight,
            List<Budget> budgets) {

        static Key of(Explanation.Key key) {
            return new Key(
                    key.key().hash(),
                    key.key().masked(),
                    key.state().name().toLowerCase(Locale.ROOT),
                    key.cause() == null ? null : key.cause().id(),
                    key.model(),
                    key.ruleId(),
                    key.since(),
                    key.until(),
                    key.strikes(),
                    key.inFlight(),
                    key.budgets().stream().map(Budget::of).toList());
        }
    }

    /**
     * A budget of a key.
     *
     * @param budget what is counted, for instance requests/minute
     * @param remaining what this process could still use
     * @param limit how much there is
     * @param until when it begins anew
     */
    public record Budget(
            String budget,
            long remaining,
            long limit,
            @Nullable Instant until) {

        static Budget of(BudgetUse use) {
            return new Budget(use.budget(), use.remaining(), use.limit(), use.until());
        }
    }

    static PoolDetails of(Group group, Explanation explanation) {
        List<Key> shown = explanation.keys().stream()
                .sorted(Comparator.comparing(key -> key.state() == Explanation.State.READY))
                .limit(MOST)
                .map(Key::of)
                .toList();
        return new PoolDetails(
                Pool.of(group),
                explanation.model(),
                explanation.nextFree(),
                shown,
                explanation.keys().size() - shown.size());
    }
}
