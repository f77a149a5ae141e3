package io.gptload.test;

import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that passes when a test says so, or when a call through the pool waits for a key or an upstream: the wait is over at
 * once, and the clock shows that it took place. Timeouts of HTTP clients run on the machine's clock as ever. Thread-safe.
 */
public final class ManualTime implements TimeSource {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private record Plan(long at, long order, Runnable action) {}

    private final Instant start;
    private final PriorityQueue<Plan> plans =
            new PriorityQueue<>(Comparator.comparingLong(Plan::at).thenComparingLong(Plan::order));
    private long order;
    private volatile long nanos;

    private ManualTime(Instant start) {
        this.start = start;
    }

    /** A clock that shows an instant in 2026, the same each time. */
    public static ManualTime create() {
        return startingAt(START);
    }

    /** A clock that shows this instant. */
    public static ManualTime startingAt(Instant start) {
        return new ManualTime(start);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos);
    }

    /** How much time has passed since the start, waits included. */
    public Duration elapsed() {
        return Duration.ofNanos(nanos);
    }

    /**
     * Lets time pass; what was planned for it happens on the way, in order.
     *
     * @param length at least 0
     */
    public synchronized void advance(Duration length) {
        if (length.isNegative()) {
            throw new IllegalArgumentException("length must not be negative, but is " + length);
        }
        long end = nanos + length.toNanos();
        for (Plan next = plans.peek(); next != null && next.at <= end; next = plans.peek()) {
            plans.remove();
            nanos = next.at;
            next.action.run();
        }
        nanos = end;
    }

    /**
     * Plans something; it happens on the thread that lets the time pass.
     *
     * @param delay how long from now; 0 or less for at once
     */
    public synchronized void after(Duration delay, Runnable action) {
        if (delay.isNegative() || delay.isZero()) {
            action.run();
        } else {
            plans.add(new Plan(nanos + delay.toNanos(), order++, action));
        }
    }

    /** Passes at once. */
    @Override
    public Duration pass(Duration length) {
        advance(length);
        return Duration.ZERO;
    }
}
