package io.gptload.client.internal.pool;

import io.gptload.client.config.KeyBudget;
import io.gptload.client.config.KeyBudget.Unit;
import io.gptload.client.internal.budget.BudgetPlan;
import io.gptload.client.internal.budget.Permit;
import io.gptload.client.internal.budget.Purse;
import io.gptload.client.policy.Category;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the keys of a pool within their budgets. Every lease takes a permit, without a lock; the one that takes the last has the
 * key rest until the window ends, or all keys of its account. Requests never exceed a budget of this process. Tokens are counted
 * when an answer has told them, so that calls under way at that moment still exceed it. Thread-safe.
 */
public final class KeyBudgeting {

    /** How many keys of which it will be known in a moment are passed over in one search. */
    private static final int MOST_PASSED_OVER = 16;

    private final KeyPool pool;
    private final BudgetPlan plan;
    private final boolean perModel;
    private final boolean countsTokens;
    private final Purses purses;

    KeyBudgeting(KeyPool pool, BudgetPlan plan, @Nullable KeyBudgeting before) {
        this.pool = pool;
        this.plan = plan;
        this.perModel = plan.perModel();
        this.countsTokens = plan.countsTokens();
        this.purses = new Purses(plan, before == null ? null : before.purses);
    }

    /** Whether a call's model must be known. */
    public boolean perModel() {
        return perModel;
    }

    /** Whether answers must be read for their tokens. */
    public boolean countsTokens() {
        return countsTokens;
    }

    /**
     * As {@link KeyPool#select}, of the keys whose budgets allow it.
     *
     * @param tried keys to leave out; those of which it is not known yet whether their budgets allow it are added
     */
    public @Nullable KeyCell select(long now, @Nullable String model, Tried tried) {
        int passedOver = 0;
        KeyCell cell = pool.select(now, model, tried);
        while (cell != null) {
            Permit permit = take(cell, purses.of(cell), model, now);
            if (permit == Permit.TAKEN || permit == Permit.LAST) {
                return cell;
            }
            pool.release(cell);
            if (permit == Permit.PENDING) {
                tried.addWaiting(cell);
                passedOver++;
            } else if (cell.ready() && (model == null || cell.cooldown(model) == null)) {
                tried.add(cell); // its record was wiped a moment ago
                passedOver++;
            }
            cell = passedOver < MOST_PASSED_OVER ? pool.select(now, model, tried) : null;
        }
        return null;
    }

    /** Takes a permit for that key whatever its state. @return whether there was one */
    public boolean take(KeyCell cell, @Nullable String model, long now) {
        Permit permit = take(cell, purses.of(cell), model, now);
        boolean taken = permit == Permit.TAKEN || permit == Permit.LAST;
        if (!taken) {
            pool.release(cell);
        }
        return taken;
    }

    private Permit take(KeyCell cell, Purse purse, @Nullable String model, long now) {
        Permit permit = purse.take(model, now);
        if (permit == Permit.LAST) {
            rest(purses.sharing(cell), purse, model, now);
        } else if (permit == Permit.SPENT) {
            rest(List.of(cell), purse, model, now); // one by one as they come up: an account may have very many
        }
        return permit;
    }

    /** Counts a request that is made whether there is a permit or not. */
    public void use(KeyCell cell, @Nullable String model, long now) {
        use(cell, Unit.REQUESTS, 1, model, now);
    }

    /** Counts the tokens of an answer. */
    public void useTokens(KeyCell cell, @Nullable String model, long tokens, long now) {
        if (tokens > 0) {
            use(cell, Unit.TOKENS, tokens, model, now);
        }
    }

    private void use(KeyCell cell, Unit unit, long amount, @Nullable String model, long now) {
        Purse purse = purses.of(cell);
        if (purse.use(unit, amount, model, now)) {
            rest(purses.sharing(cell), purse, model, now);
        }
    }

    private void rest(Collection<KeyCell> cells, Purse purse, @Nullable String model, long now) {
        purse.spent(model, now, (budget, nanos) -> {
            for (KeyCell each : cells) {
                Cooldown current = each.cooldown(budget.model());
                if (current == null || current.over(now) || !current.ruleId().equals(budget.ruleId())) {
                    pool.cool(
                            each, budget.model(), Duration.ofNanos(nanos), Category.RATE_LIMITED, budget.ruleId(), now);
                }
            }
        });
    }

    /** Begins all windows of a key's budgets anew. */
    void renew(KeyCell cell, boolean everywhere) {
        purses.of(cell).reset(plan.time().nanoTime(), everywhere);
    }

    /** How the budgets of a key stand. */
    public List<Purse.Standing> standings(KeyCell cell, long now) {
        return purses.standings(cell, now);
    }

    /**
     * How the budgets stand of all keys that are not out for good or disabled; those of one account count once.
     *
     * @return for each budget in order, how much of it is used, and the sum of its limits
     */
    public List<Total> totals(Collection<KeyCell> cells, long now) {
        return purses.totals(cells, now);
    }

    /**
     * A budget over all keys.
     *
     * @param limit the sum of all limits
     * @param used the sum of what is used of them
     */
    public record Total(KeyBudget budget, long limit, long used) {}

    /** Whether a key rests for a budget of these that is gone since, or larger. @param next {@code null} when all are gone */
    boolean isOutdated(Cooldown cooldown, @Nullable KeyBudgeting next) {
        KeyBudget before = find(cooldown.ruleId(), cooldown.model());
        KeyBudget now = next == null ? null : next.find(cooldown.ruleId(), cooldown.model());
        return now == null || before != null && now.limit() > before.limit();
    }

    /** Whether keys have a budget of that rule for that model. */
    boolean has(String ruleId, @Nullable String model) {
        return find(ruleId, model) != null;
    }

    private @Nullable KeyBudget find(String ruleId, @Nullable String model) {
        return plan.budgets().all().stream()
                .filter(budget -> budget.ruleId().equals(ruleId) && Objects.equals(budget.model(), model))
                .findFirst()
                .orElse(null);
    }
}
