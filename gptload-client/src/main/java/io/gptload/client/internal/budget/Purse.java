package io.gptload.client.internal.budget;

import io.gptload.client.config.KeyBudget;
import io.gptload.client.config.KeyBudget.Unit;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The budgets of one key, or of the keys of one account together. Thread-safe and without locks. */
public final class Purse {

    private final BudgetPlan plan;
    private final Meter[] meters;

    /**
     * A purse.
     *
     * @param owner names the key or account
     * @param before what they had until now: what was used stays used; {@code null} if nothing
     */
    public Purse(BudgetPlan plan, String owner, @Nullable Purse before) {
        this.plan = plan;
        this.meters = plan.budgets().all().stream()
                .map(budget -> new Meter(plan, budget, owner, before == null ? null : before.counting(budget)))
                .toArray(Meter[]::new);
    }

    private @Nullable Meter counting(KeyBudget budget) {
        return Arrays.stream(meters)
                .filter(meter -> meter.budget().countsAs(budget))
                .findFirst()
                .orElse(null);
    }

    /** Whether it is of that plan. */
    public boolean isOf(BudgetPlan which) {
        return plan == which;
    }

    /** Takes what one request needs of every budget that concerns it, or of none. */
    public Permit take(@Nullable String model, long now) {
        boolean pending = false;
        for (Meter meter : meters) {
            if (meter.concerns(model)) {
                Permit seen = meter.look(now);
                if (seen == Permit.SPENT) {
                    return seen;
                }
                pending |= seen == Permit.PENDING;
            }
        }
        return pending ? Permit.PENDING : takeAll(model, now);
    }

    private Permit takeAll(@Nullable String model, long now) {
        boolean last = false;
        for (int i = 0; i < meters.length; i++) {
            Meter meter = meters[i];
            if (meter.counts(Unit.REQUESTS) && meter.concerns(model)) {
                Permit taken = meter.take(now);
                if (taken != Permit.TAKEN) {
                    giveBack(i, model, now);
                    return taken;
                }
                last |= meter.spentFor(now) > 0;
            }
        }
        return last ? Permit.LAST : Permit.TAKEN;
    }

    /** Others were quicker with one of them. */
    private void giveBack(int before, @Nullable String model, long now) {
        for (int i = 0; i < before; i++) {
            if (meters[i].counts(Unit.REQUESTS) && meters[i].concerns(model)) {
                meters[i].giveBack(now);
            }
        }
    }

    /** Uses so much of the budgets of that unit, be it left or not. @return whether one of them is used up now */
    public boolean use(Unit unit, long amount, @Nullable String model, long now) {
        boolean spent = false;
        for (Meter meter : meters) {
            if (meter.counts(unit) && meter.concerns(model)) {
                meter.use(amount, now);
                spent |= meter.spentFor(now) > 0;
            }
        }
        return spent;
    }

    /** Begins all windows anew. @param everywhere whether other processes that use them up with us shall too */
    public void reset(long now, boolean everywhere) {
        for (Meter meter : meters) {
            meter.reset(now, everywhere);
        }
    }

    /** Told of a budget that is used up. */
    @FunctionalInterface
    public interface SpentVisitor {

        /** @param nanos how long it will be so */
        void spent(KeyBudget budget, long nanos);
    }

    /** Tells which of the budgets that concern the model are used up. */
    public void spent(@Nullable String model, long now, SpentVisitor visitor) {
        for (Meter meter : meters) {
            long nanos = meter.concerns(model) ? meter.spentFor(now) : 0;
            if (nanos > 0) {
                visitor.spent(meter.budget(), nanos);
            }
        }
    }

    /**
     * How a budget stands.
     *
     * @param used what this process used of it in its window; more than the limit, when answers took more tokens than were left
     * @param until when its window ends
     */
    public record Standing(KeyBudget budget, long used, Instant until) {}

    /** How each stands. */
    public List<Standing> standings(long now) {
        return Arrays.stream(meters)
                .map(meter -> new Standing(meter.budget(), meter.used(now), meter.until(now)))
                .toList();
    }
}
