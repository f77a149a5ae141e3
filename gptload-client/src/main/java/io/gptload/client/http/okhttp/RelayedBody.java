package io.gptload.client.http.okhttp;

import io.gptload.client.session.Attempt;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** A response's body on its way to the caller; tells the attempt how it ends. */
final class RelayedBody extends ResponseBody {

    private final ResponseBody body;
    private final BufferedSource source;

    RelayedBody(ResponseBody body, Call call, Attempt attempt) {
        this.body = body;
        this.source = Okio.buffer(new Reported(body.source(), call, attempt));
    }

    @Override
    public @Nullable MediaType contentType() {
        return body.contentType();
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public BufferedSource source() {
        return source;
    }

    private static final class Reported extends ForwardingSource {

        private final Call call;
        private final Attempt attempt;

        Reported(BufferedSource source, Call call, Attempt attempt) {
            super(source);
            this.call = call;
            this.attempt = attempt;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            try {
                long read = super.read(sink, byteCount);
                if (read < 0) {
                    attempt.onEnd();
                }
                return read;
            } catch (IOException e) {
                if (call.isCanceled()) {
                    attempt.onAbandoned();
                } else {
                    attempt.onBroken(e);
                }
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            attempt.onAbandoned(); // no effect when it ended before
            super.close();
        }
    }
}
