package io.gptload.client.http.okhttp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets of one kind, unconnected as OkHttp wants them. The operating system looks after those that stay silent, and sends at
 * once what is written: the end of a request of a few kilobytes would otherwise wait 40 ms for the upstream's delayed
 * acknowledgement of its beginning.
 */
final class UpstreamSockets extends SocketFactory {

    /** Makes a socket. */
    interface Maker {

        Socket make() throws IOException;
    }

    private final Maker maker;

    UpstreamSockets(Maker maker) {
        this.maker = maker;
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = maker.make();
        socket.setKeepAlive(true);
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw connected();
    }

    private static UnsupportedOperationException connected() {
        return new UnsupportedOperationException("Only sockets that are not connected yet");
    }
}
