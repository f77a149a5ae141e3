package io.gptload.gateway.admin.task;

import io.gptload.gateway.admin.audit.AuditTrail;
import io.gptload.gateway.web.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Runs tasks, one for each group at a time, and knows of each group how the last one went. Thread-safe. */
@Component
public class Tasks implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);
    private static final Duration MEMORY = Duration.ofMinutes(60);
    private static final long PATIENCE_SECONDS = 5;

    private final Map<Long, Task> byGroup = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "gptload-task");
        thread.setDaemon(true);
        return thread;
    });

    private final AuditTrail audit;
    private final ApplicationEventPublisher events;

    Tasks(AuditTrail audit, ApplicationEventPublisher events) {
        this.audit = audit;
        this.events = events;
    }

    /**
     * Starts a task.
     *
     * @param total how many things there are to do
     * @throws ApiException 409 if the group has one already
     */
    public TaskStatus start(TaskType type, long groupId, String groupName, long total, TaskWork work) {
        Task task = new Task(type, groupName, total, () -> events.publishEvent(new TaskMoved(groupId)));
        TaskStatus started = task.status();
        byGroup.compute(groupId, (id, known) -> {
            if (known != null && known.isRunning()) {
                throw ApiException.taskInProgress("task.already_running");
            }
            return task;
        });
        audit.note("task." + type.name().toLowerCase(Locale.ROOT), groupName, total + " keys", "");
        threads.execute(() -> run(task, work));
        return started;
    }

    /** @throws ApiException 409 if the group has a task running */
    public void checkFree(long groupId) {
        Task known = byGroup.get(groupId);
        if (known != null && known.isRunning()) {
            throw ApiException.taskInProgress("task.already_running");
        }
    }

    private static void run(Task task, TaskWork work) {
        try {
            task.succeeded(work.run(task.progress()));
        } catch (CancellationException e) {
            task.failed(TaskFailure.CANCELLED);
        } catch (DataAccessException e) {
            LOG.error("{} of group {} failed", task.type(), task.groupName(), e);
            task.failed(TaskFailure.DATABASE);
        } catch (Exception e) {
            LOG.error("{} of group {} failed", task.type(), task.groupName(), e);
            task.failed(TaskFailure.OTHER);
        }
    }

    /** The task that runs, or else the one that ended last. */
    public TaskStatus status() {
        forgetOld();
        Optional<Task> running =
                byGroup.values().stream().filter(Task::isRunning).max(Comparator.comparing(Task::startedAt));
        return running.or(() ->
                        byGroup.values().stream().max(Comparator.comparing(Tasks::ended, Comparator.naturalOrder())))
                .map(Task::status)
                .orElse(TaskStatus.IDLE);
    }

    private static Instant ended(Task task) {
        Instant at = task.finishedAt();
        return at == null ? Instant.MAX : at;
    }

    /** The last task of a group. */
    public TaskStatus status(long groupId) {
        forgetOld();
        Task task = byGroup.get(groupId);
        return task == null ? TaskStatus.IDLE : task.status();
    }

    /** Asks the task of a group to end. @return whether there was one running */
    public boolean cancel(long groupId) {
        Task task = byGroup.get(groupId);
        if (task == null || !task.isRunning()) {
            return false;
        }
        task.progress().cancel();
        return true;
    }

    private void forgetOld() {
        Instant cut = Instant.now().minus(MEMORY);
        byGroup.values().removeIf(task -> ended(task).isBefore(cut));
    }

    @Override
    public void start() {
        // there is nothing to do before somebody asks
    }

    /** Ends what runs before the database closes. */
    @Override
    public void stop() {
        byGroup.values().stream()
                .filter(Task::isRunning)
                .forEach(task -> task.progress().cancel());
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            threads.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return !threads.isShutdown();
    }
}
