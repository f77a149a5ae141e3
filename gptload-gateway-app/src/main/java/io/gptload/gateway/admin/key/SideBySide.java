package io.gptload.gateway.admin.key;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does several things at once, but not more than so many; whoever submits waits for a free hand. Closing waits until all is
 * done.
 */
final class SideBySide implements AutoCloseable {

    private static final int MOST_THREADS = 500;

    private final ExecutorService threads;
    private final Semaphore free;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    /**
     * @param atOnce 1 or more
     * @param expected how many things there are to do; no more threads than that are made
     */
    SideBySide(int atOnce, int expected) {
        int hands = Math.max(1, Math.min(Math.min(atOnce, expected), MOST_THREADS));
        this.free = new Semaphore(hands);
        this.threads = Executors.newFixedThreadPool(hands, work -> {
            Thread thread = new Thread(work, "gptload-key-test");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @throws CancellationException if it was cancelled, or this thread interrupted */
    void submit(Runnable work) {
        try {
            free.acquire();
            threads.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                } finally {
                    free.release();
                }
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } catch (RejectedExecutionException e) {
            throw new CancellationException();
        }
    }

    /** Takes no more; what is under way is for whoever submitted it to end. */
    void cancel() {
        threads.shutdown();
    }

    /** @throws RuntimeException what one of the things threw */
    @Override
    public void close() {
        threads.shutdown();
        try {
            while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                // each test ends by its own timeout
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        RuntimeException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
    }
}
