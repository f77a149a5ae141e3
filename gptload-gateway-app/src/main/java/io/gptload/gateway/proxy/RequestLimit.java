package io.gptload.gateway.proxy;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

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

    /** A place among those under way; {@code null} when there is none. */
    @Nullable
    Place tryEnter() {
        if (!places.tryAcquire()) {
            rejected.increment();
            return null;
        }
        return new Place(places);
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
