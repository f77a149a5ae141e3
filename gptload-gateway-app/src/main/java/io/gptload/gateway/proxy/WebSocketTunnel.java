package io.gptload.gateway.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import okio.Buffer;
import okio.Socket;
import okio.Source;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes both ways between a client and an upstream until one of them closes. A thread of its own writes to the client;
 * what the client sends is passed on by the server's threads as it comes. The place and the key are given back when it
 * ends, however it does.
 */
final class WebSocketTunnel {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketTunnel.class);

    private static final int CHUNK = 16 << 10;

    /** Who takes nothing for that long, while bytes are waiting for it, is gone. */
    private static final long WRITE_SECONDS = 60;

    /** How long the upstream may go on after the client closed its direction. */
    private static final long LINGER_SECONDS = 10;

    private static final long GOODBYE_MILLIS = 200;

    private final Socket upstream;
    private final Place place;
    private final FrameBoundary boundary = new FrameBoundary();
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Buffer fromClient = new Buffer();
    private volatile @Nullable SocketWrapperBase<?> client;

    /**
     * @param upstream connected, and past its handshake
     * @param place kept until the end
     */
    WebSocketTunnel(Socket upstream, Place place) {
        this.upstream = upstream;
        this.place = place;
        upstream.getSink().timeout().timeout(WRITE_SECONDS, TimeUnit.SECONDS);
        place.keep();
    }

    /** The client's side is there too. */
    void start(SocketWrapperBase<?> connection) {
        connection.setWriteTimeout(TimeUnit.SECONDS.toMillis(WRITE_SECONDS));
        client = connection;
        if (ended.get()) {
            connection.close(); // the server went away in between
            return;
        }
        Thread thread = new Thread(() -> toClient(connection), "gptload-websocket");
        thread.setDaemon(true);
        thread.start();
    }

    private void toClient(SocketWrapperBase<?> connection) {
        byte[] chunk = new byte[CHUNK];
        try (Source source = upstream.getSource()) {
            Buffer buffer = new Buffer();
            while (source.read(buffer, CHUNK) >= 0) {
                while (!buffer.exhausted()) {
                    write(connection, chunk, buffer.read(chunk));
                }
            }
        } catch (IOException e) {
            LOG.debug("A WebSocket broke: {}", e.toString());
        } finally {
            close();
        }
    }

    private void write(SocketWrapperBase<?> connection, byte[] bytes, int length) throws IOException {
        writing.lock();
        try {
            connection.write(true, bytes, 0, length);
            connection.flush(true);
            boundary.passed(bytes, length);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Passes on what the client has sent by now. Called by one thread at a time.
     *
     * @return whether there may be more to come
     */
    boolean fromClient() {
        SocketWrapperBase<?> connection = Objects.requireNonNull(client);
        byte[] chunk = new byte[CHUNK];
        try {
            int read = read(connection, chunk);
            while (read > 0) {
                fromClient.write(chunk, 0, read);
                upstream.getSink().write(fromClient, read);
                upstream.getSink().flush();
                read = read(connection, chunk);
            }
            if (read == 0) {
                return !ended.get();
            }
            upstream.getSink().close();
            end.await(LINGER_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            LOG.debug("A WebSocket broke: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        return false;
    }

    /** As much as there is; 0 for nothing yet, -1 at the end, which Tomcat reports as an error. */
    private static int read(SocketWrapperBase<?> connection, byte[] chunk) throws IOException {
        try {
            return connection.read(false, chunk, 0, chunk.length);
        } catch (EOFException e) {
            return -1;
        }
    }

    /** The server goes away: says so where that does not tear a frame of the upstream's, and closes. */
    void goAway() {
        SocketWrapperBase<?> connection = client;
        try {
            if (connection != null && writing.tryLock(GOODBYE_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    if (boundary.isReached() && !ended.get()) {
                        byte[] goodbye = FrameBoundary.goingAway();
                        connection.write(true, goodbye, 0, goodbye.length);
                        connection.flush(true);
                    }
                } finally {
                    writing.unlock();
                }
            }
        } catch (IOException e) {
            LOG.debug("A client left before it was told: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** Closes both sides and gives everything back. Does nothing the second time. */
    void close() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            upstream.cancel();
        } finally {
            place.leave();
            end.countDown();
            SocketWrapperBase<?> connection = client;
            if (connection != null) {
                connection.close();
            }
        }
    }
}
