package io.gptload.client.internal.budget;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/** One window of one budget: what was used in it, by this process. Thread-safe and without locks. */
class Period {

    private static final AtomicLongFieldUpdater<Period> USED = AtomicLongFieldUpdater.newUpdater(Period.class, "used");

    private final Instant until;
    private final long untilNanos;
    private volatile long used;

    /** @param untilNanos when it ends, on the monotonic clock @param until the same on the wall clock */
    Period(Instant until, long untilNanos) {
        this.until = until;
        this.untilNanos = untilNanos;
    }

    final Instant until() {
        return until;
    }

    final long untilNanos() {
        return untilNanos;
    }

    final boolean over(long now) {
        return now - untilNanos >= 0;
    }

    final long used() {
        return used;
    }

    /** How much of the limit this process may use by now. */
    long allowed(long limit, long now) {
        return limit;
    }

    /** How long it is sure that nothing is left, in nanoseconds; 0 when there is something or may be. */
    long spentFor(long limit, long now) {
        return used >= limit ? untilNanos - now : 0;
    }

    /** Uses one if it may. */
    final boolean take(long limit, long now) {
        long before;
        do {
            before = used;
            if (before >= allowed(limit, now)) {
                return false;
            }
        } while (!USED.compareAndSet(this, before, before + 1));
        usedMore(limit, now);
        return true;
    }

    /** Uses so much, be it allowed or not. */
    final void use(long amount, long limit, long now) {
        USED.addAndGet(this, amount);
        usedMore(limit, now);
    }

    final void giveBack() {
        USED.decrementAndGet(this);
    }

    /** More was used. */
    void usedMore(long limit, long now) {}

    /** Somebody wanted one and was told to wait. */
    void missed(long limit, long now) {}

    /** It is begun anew by somebody's word. */
    void forget() {}
}
