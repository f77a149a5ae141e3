package io.gptload.client.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureKindTest {

    private static <T extends Throwable> T caused(T outer, Throwable cause) {
        outer.initCause(cause);
        return outer;
    }

    static Stream<Arguments> failures() {
        SocketTimeoutException idle = new SocketTimeoutException("timeout");
        return Stream.of(
                Arguments.of(new ConnectException("Failed to connect to /127.0.0.1:1"), FailureKind.CONNECT),
                Arguments.of(new NoRouteToHostException(), FailureKind.CONNECT),
                Arguments.of(new HttpConnectTimeoutException("HTTP connect timed out"), FailureKind.CONNECT),
                Arguments.of(new SocketTimeoutException("Connect timed out"), FailureKind.CONNECT),
                Arguments.of(
                        new SocketTimeoutException("failed to connect to /10.0.0.1 (port 80) after 10ms"),
                        FailureKind.CONNECT),
                Arguments.of(new UnknownHostException("x"), FailureKind.DNS),
                Arguments.of(
                        caused(
                                new ConnectException(),
                                caused(new ConnectException(), new UnresolvedAddressException())),
                        FailureKind.DNS),
                Arguments.of(new SSLHandshakeException("PKIX path building failed"), FailureKind.TLS),
                Arguments.of(
                        caused(
                                new SSLHandshakeException("Remote host terminated the handshake"),
                                new EOFException("SSL peer shut down incorrectly")),
                        FailureKind.TLS),
                Arguments.of(
                        caused(new SSLHandshakeException("x"), new SocketException("Connection reset")),
                        FailureKind.TLS),
                Arguments.of(new SSLPeerUnverifiedException("Hostname not verified"), FailureKind.TLS),
                Arguments.of(new IOException(new CertificateException("x")), FailureKind.TLS),
                Arguments.of(new SSLException("Unsupported record version"), FailureKind.TLS),
                Arguments.of(caused(new SSLException("x"), new SocketException("Connection reset")), FailureKind.RESET),
                Arguments.of(new SocketTimeoutException("Read timed out"), FailureKind.TIMEOUT),
                Arguments.of(caused(idle, new SocketException("Socket closed")), FailureKind.TIMEOUT),
                Arguments.of(new InterruptedIOException("timeout"), FailureKind.TIMEOUT),
                Arguments.of(new HttpTimeoutException("request timed out"), FailureKind.TIMEOUT),
                Arguments.of(new TimeoutException(), FailureKind.TIMEOUT),
                Arguments.of(new SocketException("Connection reset"), FailureKind.RESET),
                Arguments.of(new SocketException("Broken pipe"), FailureKind.RESET),
                Arguments.of(new ClosedChannelException(), FailureKind.RESET),
                Arguments.of(
                        new IOException(
                                "unexpected end of stream on http://localhost/...",
                                new EOFException("\\n not found: limit=0 content=…")),
                        FailureKind.RESET),
                Arguments.of(
                        new IOException("HTTP/1.1 header parser received no bytes", new EOFException("EOF reached")),
                        FailureKind.RESET),
                Arguments.of(new IOException("stream was reset: REFUSED_STREAM"), FailureKind.RESET),
                Arguments.of(new IOException("/1.2.3.4: GOAWAY received"), FailureKind.RESET),
                Arguments.of(new ProtocolException("unexpected end of stream"), FailureKind.TRUNCATED),
                Arguments.of(new EOFException(), FailureKind.TRUNCATED),
                Arguments.of(new IOException("closed"), FailureKind.TRUNCATED),
                Arguments.of(new IOException("fixed content-length: 10, bytes received: 5"), FailureKind.TRUNCATED),
                Arguments.of(
                        new IOException("chunked transfer encoding, state: READING_LENGTH"), FailureKind.TRUNCATED),
                Arguments.of(new ProtocolException("Unexpected status line: x"), FailureKind.PROTOCOL),
                Arguments.of(new ZipException("Not in GZIP format"), FailureKind.PROTOCOL),
                Arguments.of(new IOException("Invalid header name"), FailureKind.PROTOCOL),
                Arguments.of(new IOException("who knows"), FailureKind.OTHER),
                Arguments.of(new IllegalStateException(), FailureKind.OTHER),
                Arguments.of(
                        new CompletionException(new UncheckedIOException(new SocketTimeoutException("Read timed out"))),
                        FailureKind.TIMEOUT));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void classifies(Throwable failure, FailureKind expected) {
        assertThat(FailureKind.of(failure)).isEqualTo(expected);
        assertThat(FailureKind.of(new RuntimeException(failure))).isEqualTo(expected);
    }

    @Test
    void survivesACycle() {
        RuntimeException a = new RuntimeException("a");
        RuntimeException b = new RuntimeException("b", a);
        a.initCause(b);
        assertThat(FailureKind.of(a)).isEqualTo(FailureKind.OTHER);
    }

    @Test
    void idsReadBack() {
        for (FailureKind kind : FailureKind.values()) {
            assertThat(FailureKind.ofId(kind.id())).contains(kind);
        }
        assertThat(FailureKind.ofId("DNS")).isEmpty();
        assertThat(Category.ofId("key_rejected")).contains(Category.KEY_REJECTED);
        assertThat(Scope.ofId("account_model")).contains(Scope.ACCOUNT_MODEL);
        assertThat(Retry.ofId("rotate")).contains(Retry.ROTATE);
    }
}
