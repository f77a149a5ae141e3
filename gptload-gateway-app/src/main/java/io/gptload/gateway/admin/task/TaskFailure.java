package io.gptload.gateway.admin.task;

/** Why a task ended badly. */
public enum TaskFailure {
    /** Somebody ended it. */
    CANCELLED("The task was cancelled."),
    /** The database failed. */
    DATABASE("The database failed; the log says more."),
    /** Anything else. */
    OTHER("The task failed; the log says more.");

    private final String text;

    TaskFailure(String text) {
        this.text = text;
    }

    /** As the API says it. */
    String text() {
        return text;
    }
}
