package io.gptload.simulator;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Counts exchanges in progress and clients that left early, and lets others wait for a count. Guarded by its own monitor. */
final class Activity {
    private int active;
    private long disconnects;

    synchronized void begin() {
        active++;
        notifyAll();
    }

    synchronized void end() {
        active--;
        notifyAll();
    }

    synchronized void disconnected() {
        disconnects++;
        notifyAll();
    }

    synchronized int active() {
        return active;
    }

    synchronized long disconnects() {
        return disconnects;
    }

    synchronized boolean awaitActive(int count, Duration timeout) throws InterruptedException {
        return await(() -> active == count, timeout);
    }

    synchronized boolean awaitDisconnects(long count, Duration timeout) throws InterruptedException {
        return await(() -> disconnects >= count, timeout);
    }

    private synchronized boolean await(BooleanSupplier reached, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!reached.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
