package io.gptload.client.internal.budget;

import io.gptload.client.config.KeyBudget;
import io.gptload.client.config.KeyBudgets;
import io.gptload.client.policy.DailyReset;
import io.gptload.client.time.TimeSource;

/**
 * The budgets every key of a group has.
 *
 * @param group the group's name
 * @param budgets at least one
 * @param daily when a day begins unless a budget says otherwise
 * @param time the clocks
 * @param sharing whether other processes use up the same budgets
 */
public record BudgetPlan(String group, KeyBudgets budgets, DailyReset daily, TimeSource time, BudgetSharing sharing) {

    /** Whether one of them is for a single model, so that a call's model must be known. */
    public boolean perModel() {
        return budgets.all().stream().anyMatch(budget -> budget.model() != null);
    }

    /** Whether tokens are counted, so that answers must be read. */
    public boolean countsTokens() {
        return budgets.all().stream().anyMatch(budget -> budget.unit() == KeyBudget.Unit.TOKENS);
    }

    DailyReset resetOf(KeyBudget budget) {
        DailyReset own = budget.reset();
        return own == null ? daily : own;
    }
}
