package io.gptload.client.http.okhttp;

import io.gptload.client.session.CallRequest;
import java.io.IOException;
import java.util.function.Supplier;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.Okio;
import okio.Sink;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** A request's body, which is written straight to the upstream and read into memory only when somebody needs to look at it. */
final class ReplayableBody implements Supplier<byte @Nullable []> {

    private final RequestBody body;
    private final long length;
    private @Nullable IOException unreadable;

    private ReplayableBody(RequestBody body, long length) {
        this.body = body;
        this.length = length;
    }

    /**
     * Tells a request of a body.
     *
     * @param limit in bytes; a longer body is sent once
     * @return what reads it when it is needed; {@code null} if it cannot be sent again, or was read to know how long it is
     * @throws IOException if it was, and that failed
     */
    static @Nullable ReplayableBody of(RequestBody body, long limit, CallRequest.Builder asked) throws IOException {
        long length = body.contentLength();
        if (body.isOneShot() || body.isDuplex() || length > limit) {
            asked.bodySentOnce();
            return null;
        }
        if (length < 0) {
            byte[] bytes = Limited.read(body, limit);
            if (bytes == null) {
                asked.bodySentOnce();
            } else {
                asked.body(bytes);
            }
            return null;
        }
        ReplayableBody replayable = new ReplayableBody(body, length);
        asked.body(replayable);
        return replayable;
    }

    /** Reads it; {@code null} if that fails, or something else comes than it said: there are bodies that can be written but once. */
    @Override
    public byte @Nullable [] get() {
        Buffer kept = new Buffer();
        try {
            body.writeTo(kept);
        } catch (IOException e) {
            unreadable = e;
            return null;
        }
        return kept.size() == length ? kept.readByteArray() : null;
    }

    /** Why it could not be read; {@code null} if it could, or nobody tried. */
    @Nullable
    IOException unreadable() {
        return unreadable;
    }

    /** Forgets everything once it is too much: not every body says its length. */
    private static final class Limited implements Sink {

        private final Buffer kept = new Buffer();
        private final long limit;
        private boolean exceeded;

        private Limited(long limit) {
            this.limit = limit;
        }

        /** @return {@code null} if it is longer */
        static byte @Nullable [] read(RequestBody body, long limit) throws IOException {
            Limited limited = new Limited(limit);
            try (BufferedSink sink = Okio.buffer(limited)) {
                body.writeTo(sink);
            }
            return limited.exceeded ? null : limited.kept.readByteArray();
        }

        @Override
        public void write(Buffer source, long byteCount) throws IOException {
            exceeded |= kept.size() + byteCount > limit;
            if (exceeded) {
                kept.clear();
                source.skip(byteCount);
            } else {
                kept.write(source, byteCount);
            }
        }

        @Override
        public void flush() {}

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {}
    }
}
