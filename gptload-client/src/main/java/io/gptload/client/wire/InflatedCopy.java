package io.gptload.client.wire;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a copy of a gzip or deflate body that comes in parts. What it does not understand ends it silently. Holds memory
 * outside the heap until {@link #close()}. Not thread-safe.
 */
final class InflatedCopy implements AutoCloseable {

    private static final int GZIP_HEADER = 10;
    private static final int ZLIB_METHOD = 8;
    private static final long MOST = 64L << 20;

    private final boolean gzip;
    private final byte[] out = new byte[4096];
    private @Nullable Inflater inflater;
    private int header;
    private long unpacked;
    private boolean over;

    private InflatedCopy(boolean gzip) {
        this.gzip = gzip;
    }

    /** Takes what was unpacked. */
    @FunctionalInterface
    interface Sink {
        /** Takes the bytes up to {@code length}. */
        void take(byte[] bytes, int length);
    }

    /** Unpacks that encoding; {@code null} when it cannot. */
    static @Nullable InflatedCopy of(String encoding) {
        return switch (encoding) {
            case "gzip", "x-gzip" -> new InflatedCopy(true);
            case "deflate" -> new InflatedCopy(false);
            default -> null;
        };
    }

    void feed(byte[] bytes, int offset, int length, Sink sink) {
        int from = offset;
        int to = offset + length;
        while (gzip && header < GZIP_HEADER && from < to && !over) {
            gzipHeader(bytes[from++]);
        }
        if (over || from == to) {
            return;
        }
        if (inflater == null) {
            boolean raw = gzip || (bytes[from] & 0x0f) != ZLIB_METHOD; // some servers forget the wrapper of deflate
            inflater = new Inflater(raw);
        }
        try {
            unpack(inflater, bytes, from, to - from, sink);
        } catch (DataFormatException e) {
            close();
        }
    }

    private void unpack(Inflater unpacking, byte[] bytes, int offset, int length, Sink sink)
            throws DataFormatException {
        unpacking.setInput(bytes, offset, length);
        for (int n = unpacking.inflate(out); n > 0; n = unpacking.inflate(out)) {
            unpacked += n;
            if (unpacked > MOST) {
                close();
                return;
            }
            sink.take(out, n);
        }
        if (unpacking.finished() || unpacking.needsDictionary()) {
            close();
        }
    }

    /** Ten bytes. No server sends the optional fields its flags could announce. */
    private void gzipHeader(byte b) {
        boolean expected = switch (header) {
            case 0 -> b == (byte) 0x1f;
            case 1 -> b == (byte) 0x8b;
            case 2 -> b == ZLIB_METHOD;
            case 3 -> b == 0;
            default -> true;
        };
        header++;
        over |= !expected;
    }

    @Override
    public void close() {
        over = true;
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
    }
}
