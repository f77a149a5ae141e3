package io.gptload.simulator;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that notices while it waits that the client left. Waiting and reading happen on one thread, the one that serves
 * the connection. Once it is gone, writes vanish and reads see the end, so that the web server winds down without an exception,
 * which would make it forget to close the connection.
 */
final class ClientSocket extends Socket {
    private static final int LONGEST_READ_MILLIS = 3_600_000;

    private final Runnable onClose;
    private volatile boolean gone;
    private @Nullable PushbackInputStream input;
    private boolean clientAhead;

    ClientSocket(Runnable onClose) {
        this.onClose = onClose;
    }

    @Override
    public synchronized void close() throws IOException {
        onClose.run();
        super.close();
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
        if (input == null) {
            input = new Input(super.getInputStream());
        }
        return input;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Output(super.getOutputStream());
    }

    /** Waits, and returns whether the client is still there afterwards. */
    boolean waitUnlessGone(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        long left = duration.toNanos();
        while (left > 0) {
            long millis = Math.min(TimeUnit.NANOSECONDS.toMillis(left) + 1, LONGEST_READ_MILLIS);
            if (!waitMillis((int) millis)) {
                return false;
            }
            left = end - System.nanoTime();
        }
        return true;
    }

    void waitUntilGone() {
        boolean stillThere = true;
        while (stillThere) {
            stillThere = waitMillis(LONGEST_READ_MILLIS);
        }
    }

    private boolean waitMillis(int millis) {
        try {
            if (clientAhead) {
                // The client has sent its next request already; what it does cannot be seen without reading that.
                Thread.sleep(millis);
                return !isClosed();
            }
            PushbackInputStream in = (PushbackInputStream) getInputStream();
            setSoTimeout(millis);
            int next = in.read();
            setSoTimeout(0);
            if (next >= 0) {
                in.unread(next);
                clientAhead = true;
            }
            return next >= 0;
        } catch (SocketTimeoutException stillThere) {
            return resetTimeout();
        } catch (IOException closed) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean resetTimeout() {
        try {
            setSoTimeout(0);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Called when the next request is read. */
    void startExchange() {
        clientAhead = false;
    }

    /** Closes the connection; with a TCP reset if so wanted. */
    void abort(boolean reset) {
        gone = true;
        try {
            if (reset) {
                setSoLinger(true, 0);
            }
            close();
        } catch (IOException alreadyGone) {
            // Nothing is left to be closed.
        }
    }

    /** Whether nothing more can be said on this connection. */
    boolean isGone() {
        return gone;
    }

    private final class Input extends PushbackInputStream {
        Input(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            try {
                return gone ? -1 : super.read(bytes, offset, length);
            } catch (IOException clientLeft) {
                abort(false);
                return -1;
            }
        }
    }

    private final class Output extends FilterOutputStream {
        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (gone) {
                return;
            }
            try {
                out.write(bytes, offset, length);
            } catch (IOException clientLeft) {
                abort(false);
            }
        }
    }
}
