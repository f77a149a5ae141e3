package io.gptload.client.http.okhttp;

import io.gptload.client.config.ProxyUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A socket whose bytes are encrypted as far as the HTTP proxy it connects to. The proxy's certificate is checked. */
final class TlsProxySocket extends Socket {

    private final ProxyUrl proxy;
    private final SSLSocketFactory tls;
    private volatile @Nullable SSLSocket encrypted;

    TlsProxySocket(ProxyUrl proxy, SSLSocketFactory tls) {
        this.proxy = proxy;
        this.tls = tls;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        super.connect(endpoint, timeout);
        try {
            int before = getSoTimeout();
            setSoTimeout(timeout);
            SSLSocket socket = (SSLSocket) tls.createSocket(this, proxy.host(), proxy.port(), false);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            setSoTimeout(before);
            encrypted = socket;
        } catch (SSLException e) {
            close();
            ConnectException refused = new ConnectException("No TLS with the proxy: " + e.getMessage());
            refused.initCause(e);
            throw refused;
        } catch (SocketTimeoutException e) {
            close();
            throw new SocketTimeoutException("Connect timed out: the proxy does not answer with TLS");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        SSLSocket socket = encrypted;
        return socket == null ? super.getInputStream() : socket.getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        SSLSocket socket = encrypted;
        return socket == null ? super.getOutputStream() : socket.getOutputStream();
    }
}
