package io.gptload.gateway.admin.task;

/** What a task does. */
public enum TaskType {
    /** Tries keys. */
    KEY_VALIDATION,
    /** Adds keys. */
    KEY_IMPORT,
    /** Removes keys. */
    KEY_DELETE,
    /** Removes all keys, or all of a status. */
    KEY_CLEAR,
    /** Makes all invalid keys active. */
    KEY_RESTORE
}
