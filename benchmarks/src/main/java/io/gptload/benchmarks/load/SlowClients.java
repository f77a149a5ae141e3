package io.gptload.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that take a few kilobytes of a long stream now and then. */
final class SlowClients implements AutoCloseable {

    private static final int STACK = 256 << 10;
    private static final int RECEIVE_BUFFER = 8 << 10;
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int BITE = 4 << 10;
    private static final long BETWEEN_MILLIS = 100;

    private final Queue<PlainConnection> connections = new ConcurrentLinkedQueue<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean closed;

    void start(int count, int port, byte[] request) {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(null, () -> read(port, request), "slow-" + i, STACK);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void read(int port, byte[] request) {
        try (PlainConnection connection = new PlainConnection(port, TIMEOUT_MILLIS, RECEIVE_BUFFER)) {
            connections.add(connection);
            connection.send(request);
            AnswerHead head = connection.head();
            if (head.status() != 200) {
                throw new IOException("Status " + head.status());
            }
            InputStream body = connection.body(head);
            byte[] bite = new byte[BITE];
            while (!closed) {
                int n = body.read(bite);
                if (n < 0) {
                    throw new IOException("The stream is over too early");
                }
                taken.addAndGet(n);
                Thread.sleep(BETWEEN_MILLIS);
            }
        } catch (IOException e) {
            if (!closed) {
                errors.add(String.valueOf(e.getMessage()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Bytes read so far, by all. */
    long taken() {
        return taken.get();
    }

    Queue<String> errors() {
        return errors;
    }

    /** Hangs up. */
    @Override
    public void close() throws IOException {
        closed = true;
        for (PlainConnection connection : connections) {
            connection.close();
        }
    }
}
