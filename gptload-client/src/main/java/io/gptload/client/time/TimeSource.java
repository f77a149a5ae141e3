package io.gptload.client.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The two clocks of the engine. Durations are measured on {@link #nanoTime()}, which never jumps; instants that leave
 * the process (a reset date in a header, an event, a stored cooldown) are read from {@link #instant()}.
 *
 * <p>Implementations are thread-safe.
 */
public interface TimeSource extends InstantSource {

    /** Monotonic nanoseconds from an arbitrary origin, as {@link System#nanoTime()}. */
    long nanoTime();

    /** The wall clock. */
    @Override
    Instant instant();

    /**
     * Somebody is about to wait. Clocks that do not run by themselves may let the time pass at once, for a test to wait for
     * hours.
     *
     * @param length how much time is to pass on these clocks, at least 0
     * @return how long to wait for it, at least 0; the same length for clocks that run
     */
    default Duration pass(Duration length) {
        return length;
    }

    /**
     * An instant of {@link #nanoTime()} on the clock of {@link System#nanoTime()}, which HTTP clients keep their deadlines
     * by: as far away there as it is here.
     */
    default long onSystemClock(long nanoTime) {
        return System.nanoTime() + (nanoTime - nanoTime());
    }

    /** The clocks of the machine. */
    static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }
}
