package io.gptload.client.internal.pool;

import io.gptload.client.config.KeyBudget;
import io.gptload.client.internal.budget.BudgetPlan;
import io.gptload.client.internal.budget.Purse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Whose purse is whose: a key's own, or its account's. Purses are made when they are first asked for. Thread-safe. */
final class Purses {

    private final BudgetPlan plan;
    private final Map<String, Account> accounts;

    /** The keys of an account that were used since there are budgets. */
    private record Account(Purse purse, Set<KeyCell> keys) {}

    /** @param before of the plan before this: what was used stays used; {@code null} if there was none */
    Purses(BudgetPlan plan, @Nullable Purses before) {
        this.plan = plan;
        this.accounts = before == null ? new ConcurrentHashMap<>() : before.accounts;
    }

    Purse of(KeyCell cell) {
        Purse known = cell.purse;
        return known != null && known.isOf(plan) ? known : make(cell);
    }

    private Purse make(KeyCell cell) {
        synchronized (cell) {
            Purse known = cell.purse;
            if (known != null && known.isOf(plan)) {
                return known;
            }
            String account = cell.options().account();
            Purse made =
                    account == null ? new Purse(plan, "key " + cell.ref().hash(), known) : ofAccount(account, cell);
            cell.purse = made;
            return made;
        }
    }

    private Purse ofAccount(String name, KeyCell cell) {
        return accounts.compute(name, (same, known) -> {
                    Account account = known != null && known.purse.isOf(plan)
                            ? known
                            : new Account(
                                    new Purse(plan, "account " + name, known == null ? null : known.purse),
                                    known == null ? ConcurrentHashMap.newKeySet() : known.keys);
                    account.keys.add(cell);
                    return account;
                })
                .purse;
    }

    /** The keys that live on that key's purse, as far as they were used; itself among them. */
    Collection<KeyCell> sharing(KeyCell cell) {
        String name = cell.options().account();
        Account account = name == null ? null : accounts.get(name);
        if (account == null) {
            return List.of(cell);
        }
        account.keys.removeIf(key -> !key.member);
        return account.keys;
    }

    /** How the budgets of a key stand. */
    List<Purse.Standing> standings(KeyCell cell, long now) {
        Purse known = cell.purse;
        if (known == null || !known.isOf(plan)) {
            String name = cell.options().account();
            Account account = name == null ? null : accounts.get(name);
            known = new Purse(plan, "", account == null ? known : account.purse);
        }
        return known.standings(now);
    }

    /** As {@link KeyBudgeting#totals}. */
    List<KeyBudgeting.Total> totals(Collection<KeyCell> cells, long now) {
        List<KeyBudget> budgets = plan.budgets().all();
        long[] used = new long[budgets.size()];
        int owners = 0;
        Set<String> seen = new HashSet<>();
        for (KeyCell cell : cells) {
            String account = cell.options().account();
            if (cell.active() && (account == null || seen.add(account))) {
                owners++;
                if (account != null || cell.purse != null) {
                    add(standings(cell, now), used);
                }
            }
        }
        List<KeyBudgeting.Total> totals = new ArrayList<>();
        for (int i = 0; i < used.length; i++) {
            totals.add(new KeyBudgeting.Total(budgets.get(i), budgets.get(i).limit() * owners, used[i]));
        }
        return totals;
    }

    private static void add(List<Purse.Standing> standings, long[] used) {
        for (int i = 0; i < used.length; i++) {
            Purse.Standing standing = standings.get(i);
            used[i] += Math.min(standing.used(), standing.budget().limit());
        }
    }
}
