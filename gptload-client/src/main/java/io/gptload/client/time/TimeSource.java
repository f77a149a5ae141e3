package io.gptload.client.time;

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

    /** The clocks of the machine. */
    static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }
}
