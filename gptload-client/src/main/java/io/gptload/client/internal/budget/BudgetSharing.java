package io.gptload.client.internal.budget;

import io.gptload.client.state.BudgetSlices;
import org.jspecify.annotations.Nullable;

/** Whether an engine shares its budgets with other processes, which may turn out after its groups were defined. Thread-safe. */
public final class BudgetSharing {

    private volatile @Nullable BudgetSlices slices;

    /** Shares them from their next window on; {@code null} for each process to count by itself. */
    public void use(@Nullable BudgetSlices value) {
        slices = value;
    }

    @Nullable
    BudgetSlices slices() {
        return slices;
    }
}
