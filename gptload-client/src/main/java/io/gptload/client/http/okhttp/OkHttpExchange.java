package io.gptload.client.http.okhttp;

import io.gptload.client.http.Exchange;
import io.gptload.client.wire.HeaderView;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** An OkHttp response whose body can be looked at before it is passed on. */
final class OkHttpExchange implements Exchange {

    private final Call call;
    private final Response response;
    private final CallTimeouts.@Nullable Clock clock;
    private @Nullable BufferedSource peeked;

    /** @param clock enforces the timeouts of the body; {@code null} when OkHttp does */
    OkHttpExchange(Call call, Response response, CallTimeouts.@Nullable Clock clock) {
        this.call = call;
        this.response = response;
        this.clock = clock;
    }

    Call call() {
        return call;
    }

    Response response() {
        return response;
    }

    CallTimeouts.@Nullable Clock clock() {
        return clock;
    }

    /** What comes now has no timeouts. */
    void unwatched() {
        if (clock != null) {
            clock.stop();
        }
    }

    @Override
    public int status() {
        return response.code();
    }

    @Override
    public HeaderView headers() {
        return new OkHttpHeaders(response.headers());
    }

    @Override
    public int peek(byte[] into) throws IOException {
        if (peeked == null) {
            peeked = response.body().source().peek();
        }
        if (clock == null) {
            return peeked.read(into);
        }
        clock.reading();
        try {
            return peeked.read(into);
        } catch (IOException e) {
            throw clock.named(e);
        } finally {
            clock.read();
        }
    }

    @Override
    public void close() {
        unwatched();
        if (response.code() == GroupCall.SWITCHING_PROTOCOLS) {
            call.cancel(); // it has no body, but a connection of its own
            return;
        }
        Leftovers.drop(response.body().source(), call);
        response.close();
    }
}
