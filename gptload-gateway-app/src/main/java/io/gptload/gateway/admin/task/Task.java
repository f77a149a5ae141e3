package io.gptload.gateway.admin.task;

import io.gptload.gateway.web.LocalTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A task, from its start until its status is forgotten. Thread-safe. */
final class Task {

    private final TaskType type;
    private final String groupName;
    private final long total;
    private final Instant startedAt = Instant.now();
    private final TaskProgress progress;
    private final Runnable onMove;
    private volatile @Nullable End end;

    private record End(
            Instant at, @Nullable Object result, @Nullable TaskFailure failure) {}

    /** @param onMove told when it is further, and when it ended */
    Task(TaskType type, String groupName, long total, Runnable onMove) {
        this.type = type;
        this.groupName = groupName;
        this.total = total;
        this.onMove = onMove;
        this.progress = new TaskProgress(onMove);
    }

    TaskType type() {
        return type;
    }

    String groupName() {
        return groupName;
    }

    TaskProgress progress() {
        return progress;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** When it ended; {@code null} while it runs. */
    @Nullable
    Instant finishedAt() {
        End known = end;
        return known == null ? null : known.at;
    }

    boolean isRunning() {
        return end == null;
    }

    void succeeded(Object result) {
        end = new End(Instant.now(), result, null);
        onMove.run();
    }

    void failed(TaskFailure failure) {
        end = new End(Instant.now(), null, failure);
        onMove.run();
    }

    TaskStatus status() {
        End known = end;
        long nanos = known == null ? 0 : Duration.between(startedAt, known.at).toNanos();
        return new TaskStatus(
                type.name(),
                known == null,
                groupName,
                progress.processed(),
                total,
                known == null ? null : known.result,
                null,
                known == null ? null : known.failure,
                LocalTime.of(startedAt),
                LocalTime.ofNullable(known == null ? null : known.at),
                nanos == 0 ? null : nanos / 1e9);
    }
}
