package io.gptload.client.internal.budget;

import io.gptload.client.state.BudgetSlices;
import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A window that several processes use up. This one takes slices of it ahead of need, and uses at most one slice more than it
 * took. As no more is ever taken than the limit, all processes together exceed it by at most one slice each. A process that
 * gets no answer may use an equal share of the limit instead; alone, a process never exceeds it.
 */
final class SharedPeriod extends Period {

    private static final AtomicIntegerFieldUpdater<SharedPeriod> ASKING =
            AtomicIntegerFieldUpdater.newUpdater(SharedPeriod.class, "asking");
    private static final AtomicIntegerFieldUpdater<SharedPeriod> MISSED =
            AtomicIntegerFieldUpdater.newUpdater(SharedPeriod.class, "missed");
    private static final long SLICES = 20;
    private static final long PATIENCE_NANOS = Duration.ofMillis(250).toNanos();
    private static final long HOLD_NANOS = Duration.ofMillis(100).toNanos();
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private final BudgetSlices slices;
    private final TimeSource time;
    private final String window;
    private volatile long granted; // written while asking only
    private volatile long drainedOf; // the limit of which nothing is left
    private volatile boolean away;
    private volatile boolean held;
    private volatile long heldNanos;
    private volatile long askedNanos;
    private volatile int missed;
    private volatile int asking;

    SharedPeriod(Instant until, long untilNanos, BudgetSlices slices, TimeSource time, String window) {
        super(until, untilNanos);
        this.slices = slices;
        this.time = time;
        this.window = window;
    }

    /** Has it wait a moment before it asks: what was taken before may not have been forgotten yet. */
    SharedPeriod held(long now) {
        heldNanos = now;
        held = true;
        return this;
    }

    /** A twentieth of the limit, but at least 1. */
    static long slice(long limit) {
        return Math.max(1, limit / SLICES);
    }

    @Override
    long allowed(long limit, long now) {
        if (drainedOf == limit) {
            return Math.min(limit, granted);
        }
        long mine = granted + slice(limit);
        if (unanswered(now)) {
            int processes = Math.max(1, slices.processes());
            mine = Math.max(mine, (limit + processes - 1) / processes);
        }
        return Math.min(limit, mine);
    }

    private boolean unanswered(long now) {
        return away || asking != 0 && now - askedNanos > PATIENCE_NANOS;
    }

    @Override
    long spentFor(long limit, long now) {
        if (used() >= limit || drainedOf == limit && used() >= granted) {
            return untilNanos() - now;
        }
        boolean forNow = unanswered(now) && used() >= allowed(limit, now);
        return forNow ? Math.min(RETRY_NANOS, untilNanos() - now) : 0;
    }

    @Override
    void usedMore(long limit, long now) {
        boolean enough = granted - used() >= (slice(limit) + 1) / 2;
        if (!enough && drainedOf != limit && granted < limit && asking == 0) {
            ask(limit, now);
        }
    }

    @Override
    void missed(long limit, long now) {
        MISSED.incrementAndGet(this);
        usedMore(limit, now);
    }

    private void ask(long limit, long now) {
        if (held && now - heldNanos < HOLD_NANOS) {
            return;
        }
        held = false;
        if (away && now - askedNanos < RETRY_NANOS || !ASKING.compareAndSet(this, 0, 1)) {
            return;
        }
        askedNanos = now;
        long wanted = used() + slice(limit) + MISSED.getAndSet(this, 0) - granted;
        slices.ask(new Slice(limit, Math.max(1, Math.min(wanted, limit - granted))));
    }

    @Override
    void forget() {
        slices.forget(window);
    }

    private final class Slice implements BudgetSlices.Request {

        private final long limit;
        private final long amount;

        Slice(long limit, long amount) {
            this.limit = limit;
            this.amount = amount;
        }

        @Override
        public String window() {
            return window;
        }

        @Override
        public long limit() {
            return limit;
        }

        @Override
        public long amount() {
            return amount;
        }

        @Override
        public Instant until() {
            return SharedPeriod.this.until();
        }

        @Override
        public void granted(long taken) {
            long sum = granted + taken;
            granted = sum;
            if (taken < amount) {
                drainedOf = limit;
            }
            away = false;
            asking = 0;
            usedMore(limit, time.nanoTime());
        }

        @Override
        public void failed() {
            away = true;
            asking = 0;
        }
    }
}
