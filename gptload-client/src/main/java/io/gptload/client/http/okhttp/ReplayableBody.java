package io.gptload.client.http.okhttp;

import java.io.IOException;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.Okio;
import okio.Sink;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** Reads a request's body into memory. */
final class ReplayableBody {

    private ReplayableBody() {}

    /** @return {@code null} if it can be written but once, or is longer than that many bytes */
    static byte @Nullable [] read(RequestBody body, long limit) throws IOException {
        long length = body.contentLength();
        if (body.isOneShot() || body.isDuplex() || length > limit) {
            return null;
        }
        if (length >= 0) {
            Buffer kept = new Buffer();
            body.writeTo(kept);
            return kept.size() > limit ? null : kept.readByteArray();
        }
        Limited limited = new Limited(limit);
        try (BufferedSink sink = Okio.buffer(limited)) {
            body.writeTo(sink);
        }
        return limited.exceeded ? null : limited.kept.readByteArray();
    }

    /** Forgets everything once it is too much: not every body says its length. */
    private static final class Limited implements Sink {

        private final Buffer kept = new Buffer();
        private final long limit;
        private boolean exceeded;

        Limited(long limit) {
            this.limit = limit;
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
