package io.gptload.gateway.admin.task;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.gptload.gateway.web.LocalTime;
import io.gptload.gateway.web.Messages;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How a task is getting on.
 *
 * @param taskType empty when there was none
 * @param groupName whose task it is
 * @param processed how many of the total are done
 * @param result what came out, once it ended well
 * @param error why it ended badly, in words; {@code null} until they are asked for
 * @param failure why it ended badly
 * @param startedAt the year 1 when there was none
 * @param durationSeconds how long it took, when that was more than nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskStatus(
        String taskType,
        @JsonProperty("is_running") boolean running,
        @Nullable String groupName,
        long processed,
        long total,
        @Nullable Object result,
        @Nullable String error,
        @JsonIgnore @Nullable TaskFailure failure,
        OffsetDateTime startedAt,
        @Nullable OffsetDateTime finishedAt,
        @Nullable Double durationSeconds) {

    static final TaskStatus IDLE = new TaskStatus("", false, null, 0, 0, null, null, null, LocalTime.UNSET, null, null);

    /** The same in words. */
    TaskStatus in(Messages messages) {
        return failure == null
                ? this
                : new TaskStatus(
                        taskType,
                        running,
                        groupName,
                        processed,
                        total,
                        result,
                        messages.get(failure.messageId()),
                        failure,
                        startedAt,
                        finishedAt,
                        durationSeconds);
    }
}
