package io.gptload.benchmarks.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** The network between a node and a server: passes bytes on, and stalls without a word when it is told to. */
final class Relay implements AutoCloseable {

    private static final long LOOK_NANOS = 2_000_000;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean stalled;

    Relay(int target) throws IOException {
        this.target = target;
        start(this::accept);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on nothing arrives, and nobody is told. */
    void stall() {
        stalled = true;
    }

    void flow() {
        stalled = false;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                waitWhileStalled();
                connect(near);
            } catch (IOException e) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    private void connect(Socket near) throws IOException {
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(near);
            sockets.add(far);
            start(() -> pass(near, far));
            start(() -> pass(far, near));
        } catch (IOException e) {
            near.close();
            throw e;
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[16_384];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                waitWhileStalled();
                out.write(buffer, 0, read);
            }
            waitWhileStalled();
        } catch (IOException e) {
            // One end is gone, the other one follows.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void waitWhileStalled() {
        while (stalled && !listener.isClosed()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
