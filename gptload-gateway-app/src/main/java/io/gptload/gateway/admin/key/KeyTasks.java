package io.gptload.gateway.admin.key;

import io.gptload.client.config.KeyOptions;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.ImportResult;
import io.gptload.client.store.jdbc.KeyCounts;
import io.gptload.client.store.jdbc.KeyStatus;
import io.gptload.gateway.admin.task.TaskProgress;
import io.gptload.gateway.admin.task.TaskStatus;
import io.gptload.gateway.admin.task.TaskType;
import io.gptload.gateway.admin.task.TaskWork;
import io.gptload.gateway.admin.task.Tasks;
import io.gptload.gateway.web.ApiException;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Starts what may take long. Methods throw {@link ApiException} if the group is busy or there is nothing to do. */
@Component
public class KeyTasks {

    private final Tasks tasks;
    private final GroupKeys keys;
    private final KeyValidation validation;

    KeyTasks(Tasks tasks, GroupKeys keys, KeyValidation validation) {
        this.tasks = tasks;
        this.keys = keys;
        this.validation = validation;
    }

    /** What came of an import. */
    public record ImportOutcome(long addedCount, long ignoredCount) {}

    /** What came of a removal. */
    public record DeleteOutcome(long deletedCount, long ignoredCount) {}

    /**
     * Starts adding keys.
     *
     * @param secrets read once, on the task's thread
     * @param options of those that are not used like any other
     * @param total how many there are
     */
    public TaskStatus importKeys(
            GroupRow group, Iterator<String> secrets, Map<String, KeyOptions> options, long total) {
        return tasks.start(
                TaskType.KEY_IMPORT,
                group.id(),
                group.name(),
                total,
                progress -> outcome(keys.add(group, secrets, options, progress::reached)));
    }

    private ImportOutcome add(GroupRow group, Iterator<String> secrets, TaskProgress progress) {
        return outcome(keys.add(group, secrets, progress::reached));
    }

    private static ImportOutcome outcome(ImportResult result) {
        return new ImportOutcome(result.added(), result.ignored());
    }

    /** Starts adding keys from a text, which is closed when that is over or cannot start. */
    public TaskStatus importKeys(GroupRow group, KeySource source) {
        return start(TaskType.KEY_IMPORT, group, source, this::add);
    }

    TaskStatus deleteKeys(GroupRow group, KeySource source) {
        return start(TaskType.KEY_DELETE, group, source, (where, secrets, progress) -> {
            long deleted = keys.delete(where, secrets, progress::reached);
            return new DeleteOutcome(deleted, source.text().count() - deleted);
        });
    }

    /** What came of the removal of all keys, or all of a status. */
    public record ClearOutcome(long deletedCount) {}

    /** What came of a restoration. */
    public record RestoreOutcome(long restoredCount) {}

    /** Starts removing all keys of that status; {@code null} for all. */
    public TaskStatus clear(GroupRow group, @Nullable KeyStatus status) {
        return start(
                TaskType.KEY_CLEAR,
                group,
                count(group, status),
                progress -> new ClearOutcome(keys.clear(group, status, progress::reached)));
    }

    /** Starts making all invalid keys active. */
    public TaskStatus restore(GroupRow group) {
        return start(
                TaskType.KEY_RESTORE,
                group,
                count(group, KeyStatus.INVALID),
                progress -> new RestoreOutcome(keys.restoreAll(group, progress::reached)));
    }

    private TaskStatus start(TaskType type, GroupRow group, long total, TaskWork work) {
        if (total == 0) {
            throw ApiException.validation("key.none_of_status");
        }
        return tasks.start(type, group.id(), group.name(), total, work);
    }

    private long count(GroupRow group, @Nullable KeyStatus status) {
        KeyCounts counts = keys.counts(group);
        if (status == null) {
            return counts.total();
        }
        return status == KeyStatus.ACTIVE ? counts.active() : counts.invalid();
    }

    private interface KeyWork {
        Object run(GroupRow group, Iterator<String> secrets, TaskProgress progress);
    }

    /** Takes the source over: it is closed when the task ends or cannot start. */
    private TaskStatus start(TaskType type, GroupRow group, KeySource source, KeyWork work) {
        boolean started = false;
        try {
            if (source.text().count() == 0) {
                throw ApiException.validation("key.none_given");
            }
            TaskStatus status =
                    tasks.start(type, group.id(), group.name(), source.text().count(), progress -> {
                        try (source;
                                KeyReader secrets = source.text().open()) {
                            return work.run(group, secrets, progress);
                        }
                    });
            started = true;
            return status;
        } finally {
            if (!started) {
                source.close();
            }
        }
    }

    /** Starts testing the keys of that status; {@code null} for all. */
    public TaskStatus validate(GroupRow group, @Nullable KeyStatus status) {
        validation.checkTestable(group);
        long total = count(group, status);
        if (total == 0) {
            throw ApiException.validation("key.none_to_test");
        }
        return tasks.start(
                TaskType.KEY_VALIDATION,
                group.id(),
                group.name(),
                total,
                progress -> validation.validate(group, status, progress));
    }
}
