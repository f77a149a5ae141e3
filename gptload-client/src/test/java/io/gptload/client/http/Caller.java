package io.gptload.client.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A user of one adapter: what all of them can do, each in its own way. */
interface Caller extends AutoCloseable {

    /** A whole answer; header names in any case. */
    record Reply(int status, Map<String, String> headers, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        @Nullable
        String header(String name) {
            return headers.get(name);
        }
    }

    /** An answer read as it comes. */
    interface Events {

        int status();

        /** The data of the next event, {@code null} at the end. */
        @Nullable
        String next() throws Exception;

        /** Stops the call, as this adapter's users do it. */
        void cancel() throws Exception;
    }

    /** A call under way. */
    interface Pending {

        CompletableFuture<Reply> reply();

        void cancel();
    }

    Reply post(String path, byte[] body, Map<String, String> headers) throws Exception;

    default Reply post(String path, String json) throws Exception {
        return post(path, json.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** Posts a body that can be written but once; {@code null} if this adapter has no such bodies. */
    @Nullable
    Reply postOnce(String path, String json) throws Exception;

    Events stream(String path, String json) throws Exception;

    /** Starts a call that can be cancelled; {@code null} if this adapter's cannot. */
    @Nullable
    Pending begin(String path, String json);

    /** Whether bodies are bytes to this adapter, not text. */
    default boolean binary() {
        return true;
    }

    @Override
    default void close() throws Exception {}
}
