package io.gptload.client.http;

import io.gptload.client.session.Answer;
import io.gptload.client.session.Attempt;
import io.gptload.client.session.Header;
import io.gptload.client.session.Session;
import io.gptload.client.session.Step;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a session over an HTTP client that blocks. One instance runs one call; {@link #cancel()} may come from any thread.
 *
 * @param <E> the client's response
 */
public final class AttemptLoop<E extends Exchange> {

    /**
     * Sends an attempt and returns once the response's headers are there.
     *
     * @param <E> the client's response
     */
    @FunctionalInterface
    public interface Transport<E extends Exchange> {

        /** @throws IOException if there is no response */
        E send(Attempt attempt) throws IOException;
    }

    /**
     * How a call ended: with a response to pass on, or with an answer that is complete.
     *
     * @param <E> the client's response
     */
    public sealed interface Result<E extends Exchange> {

        /**
         * Pass this response on, and tell the attempt how its body ends.
         *
         * @param headers to set on it
         */
        record Relayed<E extends Exchange>(E exchange, Attempt attempt, List<Header> headers) implements Result<E> {}

        /** Give this answer. */
        record Replied<E extends Exchange>(Answer answer) implements Result<E> {}
    }

    private final Session session;
    private final Transport<E> transport;
    private volatile @Nullable CountDownLatch pause;
    private volatile boolean cancelled;

    /** A loop for that session, which has not begun. */
    public AttemptLoop(Session session, Transport<E> transport) {
        this.session = session;
        this.transport = transport;
    }

    /** The caller went away: nobody is blamed, and a pause ends at once. The request under way is the client's to cancel. */
    public void cancel() {
        session.cancel();
        cancelled = true;
        CountDownLatch waiting = pause;
        if (waiting != null) {
            waiting.countDown();
        }
    }

    /**
     * Runs the call.
     *
     * @throws IOException if it was cancelled, or the thread interrupted
     */
    public Result<E> run() throws IOException {
        @Nullable E response = null;
        @Nullable Attempt attempt = null;
        try {
            Step step = session.begin();
            while (true) {
                if (step instanceof Step.Relay relay && response != null && attempt != null) {
                    Result<E> result = new Result.Relayed<>(response, attempt, relay.headers());
                    response = null;
                    return result;
                } else if (step instanceof Step.Send send) {
                    close(response);
                    response = null;
                    attempt = send.attempt();
                    try {
                        response = transport.send(attempt);
                        step = attempt.onResponse(response.status(), response.headers());
                    } catch (IOException e) {
                        step = failed(attempt, e);
                    }
                } else if (step instanceof Step.Inspect inspect && response != null && attempt != null) {
                    step = inspect(response, attempt, inspect.atMost());
                } else if (step instanceof Step.Pause pause) {
                    close(response);
                    response = null;
                    sleep(pause.length());
                    step = session.resume();
                } else if (step instanceof Step.Reply reply) {
                    return new Result.Replied<>(reply.answer());
                } else {
                    throw Thread.currentThread().isInterrupted()
                            ? new InterruptedIOException("interrupted")
                            : new IOException("Canceled");
                }
            }
        } catch (RuntimeException | Error e) {
            session.cancel();
            if (attempt != null) {
                attempt.onFailure(new IOException(e)); // for the key to be given back; nobody is blamed
            }
            throw e;
        } finally {
            close(response);
        }
    }

    private Step inspect(E response, Attempt attempt, int atMost) {
        byte[] buffer = new byte[Math.min(atMost, 8192)];
        try {
            int length = response.peek(buffer);
            return length < 0 ? attempt.onBodyEnd() : attempt.onBody(buffer, 0, length);
        } catch (IOException e) {
            return failed(attempt, e);
        }
    }

    /** An interrupted thread breaks its own exchanges: the upstream is not to blame. */
    private Step failed(Attempt attempt, IOException failure) {
        if (Thread.currentThread().isInterrupted()) {
            session.cancel();
        }
        return attempt.onFailure(failure);
    }

    private void sleep(Duration length) {
        CountDownLatch untilCancelled = new CountDownLatch(1);
        pause = untilCancelled;
        if (cancelled) {
            return;
        }
        try {
            untilCancelled.await(length.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            session.cancel();
        }
    }

    private static void close(@Nullable Exchange response) {
        if (response != null) {
            response.close();
        }
    }
}
