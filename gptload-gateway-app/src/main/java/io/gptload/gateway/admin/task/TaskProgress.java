package io.gptload.gateway.admin.task;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** How far a task is, and whether somebody wants it to end. Thread-safe. */
public final class TaskProgress {

    private final AtomicLong processed = new AtomicLong();
    private final List<Runnable> onCancel = new CopyOnWriteArrayList<>();
    private final Runnable onMove;
    private volatile boolean cancelled;

    /** @param onMove told when it is further */
    TaskProgress(Runnable onMove) {
        this.onMove = onMove;
    }

    /**
     * So many are done by now.
     *
     * @throws CancellationException if the task was cancelled
     */
    public void reached(long count) {
        processed.set(count);
        onMove.run();
        check();
    }

    /** One more is done. */
    public void advance() {
        processed.incrementAndGet();
        onMove.run();
    }

    /** @throws CancellationException if the task was cancelled */
    public void check() {
        if (cancelled) {
            throw new CancellationException("The task was cancelled.");
        }
    }

    /** Adds what is to be done, at once, when the task is cancelled; now, if it was. */
    public void onCancel(Runnable action) {
        onCancel.add(action);
        if (cancelled) {
            action.run();
        }
    }

    long processed() {
        return processed.get();
    }

    void cancel() {
        cancelled = true;
        onCancel.forEach(Runnable::run);
    }
}
