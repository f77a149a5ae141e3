package io.gptload.client.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a body that passes by how many tokens it took: JSON or server-sent events of any of the channels, cut anywhere.
 * Keeps nothing of the body but the counts. What cannot be understood (br, zstd, no JSON) has no usage. Thread-safe.
 */
public final class UsageReader implements AutoCloseable {

    private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};

    private final UsageScan scan = new UsageScan();
    private final @Nullable InflatedCopy packed;
    private final boolean events;

    private boolean closed;
    private int ofLine;
    private boolean afterCarriageReturn;

    private UsageReader(boolean events, @Nullable InflatedCopy packed) {
        this.events = events;
        this.packed = packed;
    }

    /** A reader for a body with those headers; {@code null} when there is nothing to be read from it. */
    public static @Nullable UsageReader of(HeaderView headers) {
        String type = headers.first("Content-Type");
        boolean events = StreamGate.isEventStream(type);
        if (!events && (type == null || !type.toLowerCase(Locale.ROOT).contains("json"))) {
            return null;
        }
        String encoding = headers.first("Content-Encoding");
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return new UsageReader(events, null);
        }
        InflatedCopy packed = InflatedCopy.of(encoding.strip().toLowerCase(Locale.ROOT));
        return packed == null ? null : new UsageReader(events, packed);
    }

    /**
     * The next bytes of the body; nothing happens once it is closed.
     *
     * @throws IndexOutOfBoundsException if the range is not inside the array
     */
    public synchronized void feed(byte[] bytes, int offset, int length) {
        if (closed) {
            return;
        }
        if (packed == null) {
            plain(bytes, offset, offset + length);
        } else {
            packed.feed(bytes, offset, length, (unpacked, end) -> plain(unpacked, 0, end));
        }
    }

    private void plain(byte[] bytes, int from, int to) {
        if (!events) {
            scan.feed(bytes, from, to);
            return;
        }
        int i = from;
        while (i < to) {
            int end = endOfLine(bytes, i, to);
            i = prefix(bytes, i, end);
            if (ofLine == DATA.length) {
                scan.feed(bytes, i, end);
            }
            i = end;
            if (i < to) {
                lineEnds(bytes[i++]);
            }
        }
    }

    private static int endOfLine(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
            i++;
        }
        return i;
    }

    /** Passes over the name of the field. {@code ofLine} is -1 when it is another one than {@code data}. */
    private int prefix(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && ofLine >= 0 && ofLine < DATA.length) {
            ofLine = bytes[i++] == DATA[ofLine] ? ofLine + 1 : -1;
        }
        return i;
    }

    /** An empty line ends an event; CR LF ends but one line. */
    private void lineEnds(byte b) {
        if (ofLine == 0 && !(b == '\n' && afterCarriageReturn)) {
            scan.begin();
        }
        afterCarriageReturn = b == '\r';
        ofLine = 0;
    }

    /** What was read so far; {@code null} when nothing was said. */
    public synchronized @Nullable TokenUsage usage() {
        UsageObject counts = new UsageObject();
        counts.add(scan.ofMember());
        counts.add(scan.ofDocument());
        return counts.usage();
    }

    /** Lets go of what it holds; {@link #usage()} stays. */
    @Override
    public synchronized void close() {
        closed = true;
        if (packed != null) {
            packed.close();
        }
    }
}
