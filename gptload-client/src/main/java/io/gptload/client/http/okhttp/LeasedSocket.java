package io.gptload.client.http.okhttp;

import io.gptload.client.session.Attempt;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import okio.ForwardingSink;
import okio.ForwardingSource;
import okio.Sink;
import okio.Socket;
import okio.Source;

/**
 * The connection of a call that switched protocols. The key stays in flight until it is cancelled, or both its directions
 * are closed. How such a connection ends says nothing about the upstream: many are simply cut.
 */
final class LeasedSocket implements Socket {

    private final Socket socket;
    private final Attempt attempt;
    private final Source source;
    private final Sink sink;
    private final AtomicInteger open = new AtomicInteger(2);

    LeasedSocket(Socket socket, Attempt attempt) {
        this.socket = socket;
        this.attempt = attempt;
        socket.getSource().timeout().clearTimeout().clearDeadline(); // idle as long as its owner likes
        socket.getSink().timeout().clearTimeout().clearDeadline();
        this.source = new LeasedSource(socket.getSource());
        this.sink = new LeasedSink(socket.getSink());
    }

    @Override
    public Source getSource() {
        return source;
    }

    @Override
    public Sink getSink() {
        return sink;
    }

    @Override
    public void cancel() {
        try {
            socket.cancel();
        } finally {
            attempt.onAbandoned(); // no effect when it ended before
        }
    }

    private void closedOne() {
        if (open.decrementAndGet() == 0) {
            attempt.onEnd();
        }
    }

    private final class LeasedSource extends ForwardingSource {

        private boolean closed;

        LeasedSource(Source delegate) {
            super(delegate);
        }

        @Override
        public void close() throws IOException {
            boolean first = !closed;
            closed = true;
            try {
                super.close();
            } finally {
                if (first) {
                    closedOne();
                }
            }
        }
    }

    private final class LeasedSink extends ForwardingSink {

        private boolean closed;

        LeasedSink(Sink delegate) {
            super(delegate);
        }

        @Override
        public void close() throws IOException {
            boolean first = !closed;
            closed = true;
            try {
                super.close();
            } finally {
                if (first) {
                    closedOne();
                }
            }
        }
    }
}
