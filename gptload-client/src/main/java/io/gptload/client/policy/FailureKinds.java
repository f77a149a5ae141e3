package io.gptload.client.policy;

import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * The outermost exception that tells anything decides, with two exceptions: a failed connection whose cause is a name that
 * did not resolve, and a TLS session that was in use when the connection was reset.
 */
final class FailureKinds {

    private static final int MOST_CAUSES = 16;

    private FailureKinds() {}

    static FailureKind classify(Throwable failure) {
        FailureKind found = FailureKind.OTHER;
        Throwable at = failure;
        for (int i = 0; i < MOST_CAUSES && at != null; i++) {
            FailureKind kind = one(at);
            boolean refines = found == FailureKind.CONNECT && kind == FailureKind.DNS
                    || found == FailureKind.TLS && kind == FailureKind.RESET;
            if (found == FailureKind.OTHER || refines) {
                found = kind;
            }
            if (at instanceof SSLHandshakeException) {
                return found;
            }
            at = at.getCause();
        }
        return found;
    }

    private static FailureKind one(Throwable at) {
        String message = at.getMessage() == null ? "" : at.getMessage().toLowerCase(Locale.ROOT);
        if (at instanceof UnknownHostException || at instanceof UnresolvedAddressException) {
            return FailureKind.DNS;
        }
        if (at instanceof ConnectException
                || at instanceof NoRouteToHostException
                || at instanceof PortUnreachableException
                || at instanceof HttpConnectTimeoutException
                || isProxyRefusal(message)) {
            return FailureKind.CONNECT;
        }
        if (at instanceof SocketTimeoutException) {
            return message.contains("connect") ? FailureKind.CONNECT : FailureKind.TIMEOUT;
        }
        if (at instanceof SSLHandshakeException
                || at instanceof SSLPeerUnverifiedException
                || at instanceof CertificateException) {
            return FailureKind.TLS;
        }
        if (at instanceof HttpTimeoutException
                || at instanceof TimeoutException
                || at instanceof InterruptedIOException && message.contains("time")) {
            return FailureKind.TIMEOUT;
        }
        if (isTruncation(at, message)) {
            return FailureKind.TRUNCATED;
        }
        if (isReset(at, message)) {
            return FailureKind.RESET;
        }
        if (at instanceof SSLException) {
            return FailureKind.TLS;
        }
        if (at instanceof ProtocolException || at instanceof ZipException || message.contains("invalid header")) {
            return FailureKind.PROTOCOL;
        }
        return FailureKind.OTHER;
    }

    /** What OkHttp says when a proxy does not open a tunnel. */
    private static boolean isProxyRefusal(String message) {
        return message.equals("failed to authenticate with proxy")
                || message.startsWith("unexpected response code for connect:");
    }

    private static boolean isReset(Throwable at, String message) {
        return at instanceof SocketException
                || at instanceof ClosedChannelException
                || message.contains("unexpected end of stream on ")
                || message.contains("header parser received no bytes")
                || message.contains("connection reset")
                || message.contains("broken pipe")
                || message.startsWith("stream was reset")
                || message.contains("goaway")
                || at.getClass().getSimpleName().equals("ConnectionShutdownException");
    }

    private static boolean isTruncation(Throwable at, String message) {
        return at instanceof EOFException
                || message.equals("unexpected end of stream")
                || message.startsWith("fixed content-length:")
                || message.startsWith("chunked transfer encoding, state:")
                || message.equals("closed") && at instanceof java.io.IOException && !(at instanceof SocketException);
    }
}
