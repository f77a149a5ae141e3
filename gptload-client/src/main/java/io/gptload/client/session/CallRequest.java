package io.gptload.client.session;

import io.gptload.client.wire.HeaderView;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for, in the form it came in: path and query raw, the body as bytes when it is in memory. Immutable but
 * for the body, which may be read when it is first needed, and must not change while a call runs. Thread-safe.
 */
public final class CallRequest {

    private static final byte[] NO_BODY = {};

    private final String method;
    private final String path;
    private final @Nullable String query;
    private final HeaderView headers;
    private final @Nullable Duration timeLeft;
    private final @Nullable String clientIp;
    private final @Nullable CallObserver observer;
    private final byte @Nullable [] given;
    private final @Nullable Supplier<byte @Nullable []> source;
    private volatile @Nullable Read read; // from the source

    private record Read(byte @Nullable [] body) {}

    private CallRequest(Builder builder) {
        this.method = builder.method;
        this.path = builder.path;
        this.query = builder.query;
        this.headers = builder.headers;
        this.timeLeft = builder.timeLeft;
        this.clientIp = builder.clientIp;
        this.observer = builder.observer;
        this.given = builder.body;
        this.source = builder.source;
    }

    /**
     * A builder.
     *
     * @param method the HTTP method, upper case
     * @param path the path below the upstream's base URL, raw, starting with a slash
     */
    public static Builder of(String method, String path) {
        return new Builder(method, path);
    }

    /** The HTTP method. */
    public String method() {
        return method;
    }

    /** The raw path, starting with a slash. */
    public String path() {
        return path;
    }

    /** The raw query without the question mark; {@code null} when there is none. */
    public @Nullable String query() {
        return query;
    }

    /** The caller's headers. */
    public HeaderView headers() {
        return headers;
    }

    /**
     * The body, empty when there is none; {@code null} when it cannot be had in memory and so can be sent but once. Reads it if
     * that was not done before.
     */
    public byte @Nullable [] body() {
        return source == null ? given : read(source).body;
    }

    private Read read(Supplier<byte @Nullable []> from) {
        Read known = read;
        return known == null ? readOnce(from) : known;
    }

    private synchronized Read readOnce(Supplier<byte @Nullable []> from) {
        Read known = read;
        if (known == null) {
            known = new Read(from.get());
            read = known;
        }
        return known;
    }

    /** Whether there is a body to be had in memory that nobody asked for yet. */
    public boolean isBodyUnread() {
        return source != null && read == null;
    }

    /** How long the caller will wait for the answer, from now; {@code null} when it does not say. */
    public @Nullable Duration timeLeft() {
        return timeLeft;
    }

    /** The caller's address, for header rules; {@code null} when there is none. */
    public @Nullable String clientIp() {
        return clientIp;
    }

    /** Told what becomes of the call; {@code null} when nobody wants to know. */
    public @Nullable CallObserver observer() {
        return observer;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }

    /** Collects the parts of a request. Not thread-safe. */
    public static final class Builder {

        private final String method;
        private final String path;
        private @Nullable String query;
        private HeaderView headers = HeaderView.EMPTY;
        private byte @Nullable [] body = NO_BODY;
        private @Nullable Supplier<byte @Nullable []> source;
        private @Nullable Duration timeLeft;
        private @Nullable String clientIp;
        private @Nullable CallObserver observer;

        private Builder(String method, String path) {
            this.method = Objects.requireNonNull(method, "method");
            this.path = Objects.requireNonNull(path, "path");
            if (path.isEmpty() || path.charAt(0) != '/') {
                throw new IllegalArgumentException("path must start with '/': " + path);
            }
        }

        /** The raw query without the question mark. */
        public Builder query(@Nullable String value) {
            query = value;
            return this;
        }

        /** The caller's headers, credentials included: the engine replaces them. */
        public Builder headers(HeaderView value) {
            headers = value;
            return this;
        }

        /** A body in memory, which can be looked at, edited and sent again. */
        public Builder body(byte[] value) {
            body = value;
            source = null;
            return this;
        }

        /**
         * A body that the client can write as often as it takes. Most calls are served at the first attempt and never need it
         * in memory.
         *
         * @param value reads it; asked once, when it has to be looked at, edited or sent again. {@code null} if that fails:
         *     then it is not sent again
         */
        public Builder body(Supplier<byte @Nullable []> value) {
            source = value;
            return this;
        }

        /** The body is not in memory: it is sent once, as it is. */
        public Builder bodySentOnce() {
            body = null;
            source = null;
            return this;
        }

        /** How long the caller will wait for the answer, from now. */
        public Builder timeLeft(@Nullable Duration value) {
            timeLeft = value;
            return this;
        }

        /** The caller's address. */
        public Builder clientIp(@Nullable String value) {
            clientIp = value;
            return this;
        }

        /** Whom to tell what becomes of the call. */
        public Builder observer(@Nullable CallObserver value) {
            observer = value;
            return this;
        }

        /** The request. */
        public CallRequest build() {
            return new CallRequest(this);
        }
    }
}
