package io.gptload.client.http.jdk;

import io.gptload.client.session.Step;
import org.jspecify.annotations.Nullable;

/**
 * What became of an attempt's response.
 *
 * @param <T> what the caller's handler makes of a body
 */
sealed interface Judged<T> {

    /**
     * It is the caller's.
     *
     * @param info its status and headers
     * @param body what the caller's handler made of it
     * @param error why it made nothing of it
     */
    record Passed<T>(
            AnswerInfo info, @Nullable T body, @Nullable Throwable error) implements Judged<T> {}

    /**
     * It was dropped.
     *
     * @param step what comes next
     */
    record Next<T>(Step step) implements Judged<T> {}
}
