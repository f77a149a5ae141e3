package io.gptload.client.internal.budget;

import io.gptload.client.config.KeyBudget;
import io.gptload.client.policy.DailyReset;
import io.gptload.client.state.BudgetSlices;
import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** One budget of one key or account, window after window. Thread-safe and without locks. */
final class Meter {

    private static final AtomicReferenceFieldUpdater<Meter, Period> PERIOD =
            AtomicReferenceFieldUpdater.newUpdater(Meter.class, Period.class, "period");

    /** Clocks that are set right by less than that do not give a window twice. */
    private static final Duration SAME = Duration.ofSeconds(2);

    private final BudgetPlan plan;
    private final KeyBudget budget;
    private final String owner;
    private final long limit;
    private volatile Period period;

    /**
     * A meter.
     *
     * @param owner names the key or account
     * @param before what counted the same until now; {@code null} if nothing did
     */
    Meter(BudgetPlan plan, KeyBudget budget, String owner, @Nullable Meter before) {
        this.plan = plan;
        this.budget = budget;
        this.owner = owner;
        this.limit = budget.limit();
        this.period =
                before == null ? periodAt(plan.time().instant(), plan.time().nanoTime()) : before.period;
    }

    KeyBudget budget() {
        return budget;
    }

    boolean concerns(@Nullable String model) {
        return budget.model() == null || budget.model().equals(model);
    }

    boolean counts(KeyBudget.Unit unit) {
        return budget.unit() == unit;
    }

    /** Whether a request may go ahead, without using anything. */
    Permit look(long now) {
        Period current = current(now);
        if (current.used() < current.allowed(limit, now)) {
            return Permit.TAKEN;
        }
        if (current.spentFor(limit, now) > 0) {
            current.usedMore(limit, now); // for more may have come back
            return Permit.SPENT;
        }
        current.missed(limit, now);
        return Permit.PENDING;
    }

    /** Uses one if it may. */
    Permit take(long now) {
        Period current = current(now);
        if (current.take(limit, now)) {
            return Permit.TAKEN;
        }
        return current.spentFor(limit, now) > 0 ? Permit.SPENT : Permit.PENDING;
    }

    void giveBack(long now) {
        current(now).giveBack();
    }

    void use(long amount, long now) {
        current(now).use(amount, limit, now);
    }

    /** How long it is sure that nothing is left, in nanoseconds; 0 when there is something or may be. */
    long spentFor(long now) {
        return current(now).spentFor(limit, now);
    }

    long used(long now) {
        return current(now).used();
    }

    Instant until(long now) {
        return current(now).until();
    }

    /** Begins the window anew. @param everywhere whether other processes that use it up with us shall too */
    void reset(long now, boolean everywhere) {
        Period current = current(now);
        Period fresh = period(current.until(), current.untilNanos());
        if (everywhere) {
            current.forget();
        } else if (fresh instanceof SharedPeriod shared) {
            shared.held(now);
        }
        PERIOD.compareAndSet(this, current, fresh);
    }

    private Period current(long now) {
        Period current = period;
        if (!current.over(now)) {
            return current;
        }
        Instant at = plan.time().instant();
        boolean setBack = at.isBefore(current.until()) && current.until().isBefore(at.plus(SAME));
        Period next = periodAt(setBack ? current.until() : at, now);
        return PERIOD.compareAndSet(this, current, next) ? next : period;
    }

    private Period periodAt(Instant in, long now) {
        Instant until = end(in);
        return period(
                until, now + Duration.between(plan.time().instant(), until).toNanos());
    }

    private Instant end(Instant in) {
        if (budget.window() == KeyBudget.Window.DAY) {
            DailyReset reset = plan.resetOf(budget);
            return in.plus(reset.after(in));
        }
        long length = budget.window().length().toMillis();
        return Instant.ofEpochMilli((Math.floorDiv(in.toEpochMilli(), length) + 1) * length);
    }

    private Period period(Instant until, long untilNanos) {
        BudgetSlices slices = plan.sharing().slices();
        TimeSource time = plan.time();
        return slices == null
                ? new Period(until, untilNanos)
                : new SharedPeriod(
                        until,
                        untilNanos,
                        slices,
                        time,
                        WindowName.of(plan.group(), owner, budget.name(), until.getEpochSecond()));
    }
}
