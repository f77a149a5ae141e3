package io.gptload.client.internal.engine;

import io.gptload.client.session.Step;
import io.gptload.client.wire.ErrorBody;
import io.gptload.client.wire.HeaderView;
import io.gptload.client.wire.Masking;
import io.gptload.client.wire.StreamGate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** What was seen of a body before the verdict: all of an error's, or a stream's until its first useful event. */
final class BodyInspection {

    enum State {
        MORE,
        USEFUL,
        ERROR,
        NOTHING
    }

    private static final int MAX_ERROR_BYTES = 64 << 10;
    private static final Step STREAM_CHUNK = new Step.Inspect(8 << 10);

    private final ByteArrayOutputStream seen = new ByteArrayOutputStream(512);
    private final @Nullable StreamGate gate;
    private final @Nullable String encoding;
    private boolean broken;

    private BodyInspection(@Nullable StreamGate gate, @Nullable String encoding) {
        this.gate = gate;
        this.encoding = encoding;
    }

    static BodyInspection ofError(HeaderView headers) {
        return new BodyInspection(null, headers.first("Content-Encoding"));
    }

    static BodyInspection ofStream() {
        return new BodyInspection(new StreamGate(), null);
    }

    Step wanted() {
        return gate != null ? STREAM_CHUNK : new Step.Inspect(MAX_ERROR_BYTES - seen.size());
    }

    State add(byte[] bytes, int offset, int length) {
        if (gate != null) {
            return state(gate.feed(bytes, offset, length));
        }
        seen.write(bytes, offset, Math.min(length, MAX_ERROR_BYTES - seen.size()));
        return seen.size() >= MAX_ERROR_BYTES ? State.ERROR : State.MORE;
    }

    State end() {
        return gate != null ? state(gate.end()) : State.ERROR;
    }

    private static State state(StreamGate.Decision decision) {
        return switch (decision) {
            case MORE -> State.MORE;
            case OPEN -> State.USEFUL;
            case ERROR -> State.ERROR;
            case EMPTY -> State.NOTHING;
        };
    }

    /** The error it holds. */
    ErrorBody error() {
        if (gate != null) {
            return gate.errorBody();
        }
        byte[] plain = decoded();
        return ErrorBody.parse(plain, 0, plain.length);
    }

    /** The status a stream's error event stands for, or else the response's own. */
    int statusOr(int own) {
        return gate != null ? gate.errorStatus() : own;
    }

    private byte[] decoded() {
        byte[] raw = seen.toByteArray();
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return raw;
        }
        try (InputStream in = decoder(encoding.toLowerCase(Locale.ROOT).trim(), raw)) {
            return in.readNBytes(MAX_ERROR_BYTES);
        } catch (IOException e) {
            return raw; // cut short or not what it says: the status has to do
        }
    }

    private static InputStream decoder(String encoding, byte[] raw) throws IOException {
        InputStream in = new ByteArrayInputStream(raw);
        return switch (encoding) {
            case "gzip", "x-gzip" -> new GZIPInputStream(in);
            case "deflate" -> new InflaterInputStream(in);
            default -> in;
        };
    }

    /**
     * What was seen of an error's body, decoded, with the secret masked.
     *
     * @return {@code null} when the secret does not occur in it
     */
    byte @Nullable [] withoutSecret(String secret) {
        if (gate != null) {
            return null;
        }
        String text = new String(decoded(), StandardCharsets.ISO_8859_1); // every byte stays what it is
        String masked = Masking.redact(text, secret);
        return masked.equals(text) ? null : masked.getBytes(StandardCharsets.ISO_8859_1);
    }

    byte[] bytes() {
        return seen.toByteArray();
    }

    /** The connection broke while it was read. */
    void broken() {
        broken = true;
    }

    boolean isBroken() {
        return broken;
    }
}
