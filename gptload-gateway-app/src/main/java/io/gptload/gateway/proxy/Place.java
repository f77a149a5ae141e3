package io.gptload.gateway.proxy;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A request's place among those under way; free again once everybody who kept it has left it. Thread-safe. */
final class Place {

    private final Semaphore places;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** @param places one permit of which was acquired */
    Place(Semaphore places) {
        this.places = places;
    }

    /** Somebody more needs it; who calls this has it at the time. */
    void keep() {
        holders.incrementAndGet();
    }

    /** To be called once by the first holder, and once for each {@link #keep()}. */
    void leave() {
        if (holders.decrementAndGet() == 0) {
            places.release();
        }
    }
}
