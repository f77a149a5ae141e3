package io.gptload.gateway.proxy;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/** How many proxied requests may be under way at once. Thread-safe. */
public final class RequestLimit {

    private final int most;
    private final Semaphore places;
    private final LongAdder rejected = new LongAdder();

    /** @param most above 0 */
    public RequestLimit(int most) {
        this.most = most;
        this.places = new Semaphore(most);
    }

    /** Asks for a place; one that was given is given back by {@link #leave()}. */
    boolean tryEnter() {
        boolean entered = places.tryAcquire();
        if (!entered) {
            rejected.increment();
        }
        return entered;
    }

    void leave() {
        places.release();
    }

    /** How many are under way. */
    public int active() {
        return most - places.availablePermits();
    }

    /** How many were turned away since the start. */
    public long rejected() {
        return rejected.sum();
    }
}
