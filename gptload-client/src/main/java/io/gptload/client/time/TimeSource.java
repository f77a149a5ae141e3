package io.gptload.client.time;

import java.time.Instant;

/**
 * The two clocks of the engine. Durations are measured on {@link #nanoTime()}, which never jumps; instants that leave
 * the process (a reset date in a header, an event, a stored cooldown) are read from {@link #instant()}.
 *
 * <p>Implementations are thread-safe.
 */
public interface TimeSource {

    /** Monotonic nanoseconds from an arbitrary origin, as {@link System#nanoTime()}. */
    long nanoTime();

    /** The wall clock. */
    Instant instant();

    /** The clocks of the machine. */
    static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }
}
