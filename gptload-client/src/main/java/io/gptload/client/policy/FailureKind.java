package io.gptload.client.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How an exchange failed that brought no complete answer. */
public enum FailureKind {
    /** No connection; the upstream has not seen the request. */
    CONNECT,
    /** The name did not resolve. */
    DNS,
    /** The handshake or the certificate failed; the upstream has not seen the request. */
    TLS,
    /** No answer, or no next byte, in time. */
    TIMEOUT,
    /** The connection was closed before an answer came. */
    RESET,
    /** The answer ended before its end. */
    TRUNCATED,
    /** A success without content. */
    EMPTY,
    /** What came was not HTTP, or not what its headers said. */
    PROTOCOL,
    /** Anything else. */
    OTHER;

    private final String id = name().toLowerCase(Locale.ROOT);

    /**
     * Classifies an exception of OkHttp, {@code java.net.http} or the JDK by its type and, where types do not tell, its
     * message. Causes are followed; never fails.
     */
    public static FailureKind of(Throwable failure) {
        return FailureKinds.classify(failure);
    }

    /** The name used in rules and logs, for instance {@code truncated}. */
    public String id() {
        return id;
    }

    /** The kind of that id, if there is one. Ids are case-sensitive. */
    public static Optional<FailureKind> ofId(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id;
    }
}
