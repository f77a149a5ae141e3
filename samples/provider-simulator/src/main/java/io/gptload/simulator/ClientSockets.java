package io.gptload.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** Hands the web server {@link ClientSocket}s, and finds them again by the number the web server gives to each. */
final class ClientSockets extends ServerSocketFactory {
    private static final int BACKLOG = 1024;

    private final Map<Integer, ClientSocket> byIndex = new ConcurrentHashMap<>();

    @Nullable
    ClientSocket find(int connectionIndex) {
        return byIndex.get(connectionIndex);
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
        return new Acceptor();
    }

    @Override
    public ServerSocket createServerSocket(int port) {
        throw new UnsupportedOperationException("only unbound sockets are made here");
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) {
        return createServerSocket(port);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
        return createServerSocket(port);
    }

    private final class Acceptor extends ServerSocket {
        private int accepted;

        Acceptor() throws IOException {}

        @Override
        public void bind(SocketAddress address, int backlog) throws IOException {
            super.bind(address, Math.max(backlog, BACKLOG));
        }

        /** Called by one thread only, which numbers the connections in the same order. */
        @Override
        public Socket accept() throws IOException {
            int index = accepted;
            ClientSocket socket = new ClientSocket(() -> byIndex.remove(index));
            implAccept(socket);
            byIndex.put(index, socket);
            accepted++;
            // Headers and body are written apart; without this every answer would wait for a delayed acknowledgement.
            socket.setTcpNoDelay(true);
            return socket;
        }
    }
}
