package io.gptload.simulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong for everybody. A fault lasts until {@link ProviderSimulator#recover()}, or for a number of answers if
 * {@link #times(int)} says so. Immutable.
 */
public final class Fault {
    private final Kind kind;
    private final int number;
    private final Duration delay;
    private final String contentType;
    private final String body;
    private final int times;

    enum Kind {
        STATUS,
        HANG,
        RESET,
        FORBID_EVERYBODY,
        REPLY,
        SLOW_FIRST_BYTE(true),
        CUT_STREAM(true),
        ERROR_EVENT_FIRST(true),
        EMPTY_REPLY(true);

        private final boolean changesSuccess;

        Kind() {
            this(false);
        }

        Kind(boolean changesSuccess) {
            this.changesSuccess = changesSuccess;
        }

        /** Whether the fault spoils answers that would have been a success, instead of replacing every answer. */
        boolean changesSuccess() {
            return changesSuccess;
        }
    }

    private Fault(Kind kind, int number, Duration delay, String contentType, String body, int times) {
        this.kind = kind;
        this.number = number;
        this.delay = delay;
        this.contentType = contentType;
        this.body = body;
        this.times = times;
    }

    private static Fault of(Kind kind, int number) {
        return new Fault(kind, number, Duration.ZERO, "", "", 0);
    }

    /** Every request gets this status with the provider's error for it, say 503, or 529 for "overloaded". */
    public static Fault status(int status) {
        requireStatus(status);
        return of(Kind.STATUS, status);
    }

    /** Requests are never answered. */
    public static Fault hang() {
        return of(Kind.HANG, 0);
    }

    /** The connection is reset instead of an answer. */
    public static Fault reset() {
        return of(Kind.RESET, 0);
    }

    /** Successful answers start late: status line and headers come after the delay. */
    public static Fault slowFirstByte(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative, but is " + delay);
        }
        return new Fault(Kind.SLOW_FIRST_BYTE, 0, delay, "", "", 0);
    }

    /**
     * Successful answers break off: streams after this many chunks, other bodies in the middle.
     *
     * @param afterChunks the number of chunks that still arrive; 0 for the headers only
     * @return the fault
     */
    public static Fault cutStream(int afterChunks) {
        if (afterChunks < 0) {
            throw new IllegalArgumentException("afterChunks must not be negative, but is " + afterChunks);
        }
        return of(Kind.CUT_STREAM, afterChunks);
    }

    /** Streams consist of an error event only, under status 200. Answers that are no streams are left alone. */
    public static Fault errorEventFirst() {
        return of(Kind.ERROR_EVENT_FIRST, 0);
    }

    /** Successful answers have no body. */
    public static Fault emptyReply() {
        return of(Kind.EMPTY_REPLY, 0);
    }

    /** Every request is refused for its region, whichever key it carries. */
    public static Fault forbidEverybody() {
        return of(Kind.FORBID_EVERYBODY, 0);
    }

    /** Every request gets exactly this answer, say the HTML page of a proxy. */
    public static Fault reply(int status, String contentType, String body) {
        requireStatus(status);
        return new Fault(Kind.REPLY, status, Duration.ZERO, contentType, body, 0);
    }

    /** The fault goes away after it has struck this many times. */
    public Fault times(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("times must be at least 1, but is " + count);
        }
        return new Fault(kind, number, delay, contentType, body, count);
    }

    private static void requireStatus(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be between 200 and 599, but is " + status);
        }
    }

    Kind kind() {
        return kind;
    }

    /** The status, or the number of chunks. */
    int number() {
        return number;
    }

    Duration delay() {
        return delay;
    }

    String contentType() {
        return contentType;
    }

    String body() {
        return body;
    }

    /** How often the fault strikes; null for ever. */
    @Nullable
    Integer strikes() {
        return times == 0 ? null : times;
    }

    @Override
    public String toString() {
        return kind + (number == 0 ? "" : " " + number) + (times == 0 ? "" : " x" + times);
    }
}
