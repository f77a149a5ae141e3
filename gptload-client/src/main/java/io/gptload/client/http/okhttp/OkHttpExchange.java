package io.gptload.client.http.okhttp;

import io.gptload.client.http.Exchange;
import io.gptload.client.wire.HeaderView;
import io.gptload.client.wire.StreamGate;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** An OkHttp response whose body can be looked at before it is passed on. */
final class OkHttpExchange implements Exchange {

    private final Call call;
    private final Response response;
    private final OkHttpHeaders headers;
    private final CallClock clock;
    private @Nullable BufferedSource peeked;

    /** @param clock enforces the timeouts of the body */
    OkHttpExchange(Call call, Response response, CallClock clock) {
        this.call = call;
        this.response = response;
        this.headers = new OkHttpHeaders(response.headers());
        this.clock = clock;
    }

    Call call() {
        return call;
    }

    Response response() {
        return response;
    }

    CallClock clock() {
        return clock;
    }

    @Override
    public int status() {
        return response.code();
    }

    @Override
    public HeaderView headers() {
        return headers;
    }

    /** Whether its body is one of events, which may go on for as long as it likes. */
    boolean isEventStream() {
        return StreamGate.isEventStream(headers.first("Content-Type"));
    }

    @Override
    public int peek(byte[] into) throws IOException {
        if (peeked == null) {
            peeked = response.body().source().peek();
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
        clock.stop();
        if (response.code() == GroupCall.SWITCHING_PROTOCOLS) {
            call.cancel(); // it has no body, but a connection of its own
            return;
        }
        Leftovers.drop(response.body().source(), call, Okio.blackhole());
        response.close();
    }
}
