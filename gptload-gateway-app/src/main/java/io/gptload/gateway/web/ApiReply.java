package io.gptload.gateway.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A success in gpt-load's envelope.
 *
 * @param code always 0
 * @param message for people, in the language of the request
 * @param data what was asked for; left out of the JSON when {@code null}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiReply(int code, String message, @Nullable Object data) {

    /** A success with data. */
    public static ApiReply of(String message, @Nullable Object data) {
        return new ApiReply(0, message, data);
    }

    /** A success with nothing but a message. */
    public static ApiReply of(String message) {
        return new ApiReply(0, message, null);
    }
}
