package io.gptload.client.http.okhttp;

import io.gptload.client.http.Exchange;
import io.gptload.client.wire.HeaderView;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;

/** An OkHttp response whose body can be looked at before it is passed on. */
final class OkHttpExchange implements Exchange {

    private final Call call;
    private final Response response;
    private final BufferedSource peeked;

    OkHttpExchange(Call call, Response response) {
        this.call = call;
        this.response = response;
        this.peeked = response.body().source().peek();
    }

    Call call() {
        return call;
    }

    Response response() {
        return response;
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
        return peeked.read(into);
    }

    @Override
    public void close() {
        if (response.code() == GroupCall.SWITCHING_PROTOCOLS) {
            call.cancel(); // it has no body, but a connection of its own
            return;
        }
        Leftovers.drop(response.body().source(), call);
        response.close();
    }
}
