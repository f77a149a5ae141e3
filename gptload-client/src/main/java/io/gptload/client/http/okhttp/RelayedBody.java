package io.gptload.client.http.okhttp;

import io.gptload.client.session.Attempt;
import java.io.IOException;
import java.io.OutputStream;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Sink;
import org.jspecify.annotations.Nullable;

/** A response's body on its way to the caller; tells the attempt how it ends. */
final class RelayedBody extends ResponseBody {

    private final ResponseBody body;
    private final BufferedSource source;

    RelayedBody(ResponseBody body, OkHttpExchange exchange, Attempt attempt, GroupCall call) {
        this.body = body;
        this.source = Okio.buffer(new Reported(body, exchange, attempt, call));
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

        private final BufferedSource source;
        private final Call upstreamCall;
        private final CallClock clock;
        private final Attempt attempt;
        private final GroupCall call;
        private final @Nullable Shown shown;
        private long left; // below 0 when that is not known

        Reported(ResponseBody body, OkHttpExchange exchange, Attempt attempt, GroupCall call) {
            super(body.source());
            this.source = body.source();
            this.left = body.contentLength();
            this.upstreamCall = exchange.call();
            this.clock = exchange.clock();
            this.attempt = attempt;
            this.call = call;
            this.shown = attempt.wantsRelayed() ? new Shown(attempt) : null;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            call.cancelIfCallerIsGone();
            clock.reading();
            long read;
            try {
                read = super.read(sink, byteCount);
            } catch (IOException e) {
                clock.stop();
                IOException named = clock.named(e);
                attempt.onBroken(named); // blames nobody if the caller cancelled
                throw named;
            }
            if (read < 0) {
                end();
                return read;
            }
            clock.read();
            if (shown != null) {
                sink.copyTo(shown, sink.size() - read, read); // which copies nothing
            }
            if (left > 0) {
                left -= read;
                if (left <= 0) {
                    end(); // before whoever it is for can know: the next call finds the key given back
                }
            }
            return read;
        }

        private void end() {
            clock.stop();
            attempt.onEnd();
        }

        @Override
        public void close() throws IOException {
            boolean reading = clock.isReading();
            boolean over = clock.isStopped();
            clock.stop();
            if (reading) { // by another thread, whose failure then is nobody's fault
                attempt.onAbandoned();
                upstreamCall.cancel();
            } else if (!over && Leftovers.drop(source, upstreamCall, witness())) {
                attempt.onEnd(); // who stops at the last event, or the last bracket, has had all of it
            }
            attempt.onAbandoned(); // no effect when it ended before
            super.close();
        }

        private Sink witness() {
            return shown == null ? Okio.blackhole() : Okio.sink(shown);
        }
    }

    /** Shows the attempt the bytes where they are. */
    private static final class Shown extends OutputStream {

        private final Attempt attempt;

        Shown(Attempt attempt) {
            this.attempt = attempt;
        }

        @Override
        public void write(int b) {
            attempt.onRelayed(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            attempt.onRelayed(bytes, offset, length);
        }
    }
}
