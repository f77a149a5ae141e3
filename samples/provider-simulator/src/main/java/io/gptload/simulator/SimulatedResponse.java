package io.gptload.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the provider answers, including how the connection behaves while it does.
 *
 * @param status the HTTP status; 0 when there is no response at all ({@link Ending#RESET}, {@link Ending#HANG})
 * @param headers the headers; look-ups ignore the case of the name
 * @param chunks the body, in the pieces in which it is sent
 * @param ending how the exchange ends
 * @param headersDelay how long the provider waits before it sends the status line
 */
public record SimulatedResponse(
        int status, Map<String, List<String>> headers, List<Chunk> chunks, Ending ending, Duration headersDelay) {

    /** How an exchange ends. */
    public enum Ending {
        /** The body ends as it should. */
        COMPLETE,
        /** The connection is closed in the middle of the body. */
        CUT,
        /** The connection is reset and nothing was answered. */
        RESET,
        /** Nothing is ever answered. */
        HANG
    }

    /** A piece of the body, sent and flushed as one. */
    public static final class Chunk {
        private final byte[] bytes;
        private final Duration delay;

        Chunk(byte[] bytes, Duration delay) {
            this.bytes = bytes.clone();
            this.delay = delay;
        }

        /** Returns a copy of the bytes. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** Returns the bytes as text. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** Returns the wait before this piece is sent. */
        public Duration delay() {
            return delay;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** Copies the collections. */
    public SimulatedResponse {
        headers = HeaderMap.copyOf(headers);
        chunks = List.copyOf(chunks);
    }

    /**
     * Returns the first value of a header, or null.
     *
     * @param name the name in any case
     */
    public @Nullable String header(String name) {
        return HeaderMap.first(headers, name);
    }

    /** Returns the whole body. */
    public byte[] bodyBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        chunks.forEach(chunk -> out.writeBytes(chunk.bytes));
        return out.toByteArray();
    }

    /** Returns the whole body as text. */
    public String bodyText() {
        return new String(bodyBytes(), StandardCharsets.UTF_8);
    }

    /** Returns whether the status is 2xx. */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    SimulatedResponse withChunks(List<Chunk> newChunks, Ending newEnding) {
        return new SimulatedResponse(status, headers, newChunks, newEnding, headersDelay);
    }

    SimulatedResponse withHeadersDelay(Duration delay) {
        return new SimulatedResponse(status, headers, chunks, ending, delay);
    }
}
