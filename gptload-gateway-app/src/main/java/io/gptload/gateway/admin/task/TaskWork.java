package io.gptload.gateway.admin.task;

/** What a task does. */
@FunctionalInterface
public interface TaskWork {

    /**
     * Does it, on a thread of its own.
     *
     * @param progress to be told how far it is, which is also where a cancelled task ends
     * @return what came out, for the JSON of the status
     */
    Object run(TaskProgress progress) throws Exception;
}
