package io.gptload.client.http.okhttp;

import io.gptload.client.wire.StreamGate;
import java.io.IOException;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * The data of server-sent events, one by one. When the answer is no event stream (an error, say), its whole body is the
 * only element; look at {@link #status()}. Not thread-safe.
 */
public final class EventStream implements AutoCloseable {

    private final Response response;
    private final BufferedSource source;
    private final boolean events;
    private boolean ended;

    EventStream(Response response) {
        this.response = response;
        this.source = response.body().source();
        this.events = StreamGate.isEventStream(response.header("Content-Type"));
    }

    /** The HTTP status. */
    public int status() {
        return response.code();
    }

    /**
     * The data of the next event; {@code null} at the end. OpenAI's closing {@code [DONE]} counts as the end.
     *
     * @throws IOException if the stream broke off
     */
    public @Nullable String next() throws IOException {
        if (ended) {
            return null;
        }
        if (!events) {
            ended = true;
            return source.readUtf8();
        }
        StringBuilder data = null;
        for (String line = source.readUtf8Line(); line != null; line = source.readUtf8Line()) {
            if (line.startsWith("data:")) {
                String value = line.substring(line.startsWith("data: ") ? 6 : 5);
                data = data == null
                        ? new StringBuilder(value)
                        : data.append('\n').append(value);
            } else if (line.isEmpty() && data != null) {
                break;
            }
        }
        if (data == null || data.toString().equals("[DONE]")) {
            ended = true;
            response.close(); // some upstreams keep the connection open after their last event
            return null;
        }
        return data.toString();
    }

    @Override
    public void close() {
        response.close();
    }
}
