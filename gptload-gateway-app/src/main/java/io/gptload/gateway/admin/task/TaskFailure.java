package io.gptload.gateway.admin.task;

import java.util.Locale;

/** Why a task ended badly. */
public enum TaskFailure {
    /** Somebody ended it. */
    CANCELLED,
    /** The database failed. */
    DATABASE,
    /** Anything else. */
    OTHER;

    /** What {@link io.gptload.gateway.web.Messages} know the words for it by. */
    String messageId() {
        return "task.failed." + name().toLowerCase(Locale.ROOT);
    }
}
