package io.gptload.gateway.web;

import java.util.Locale;

/** A request that is refused. Its message is found by id, in the language of the request, when it is rendered. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String messageId;
    private final transient Object[] arguments;

    /**
     * @param status the HTTP status, 400 or above
     * @param code for programs
     * @param messageId what {@link Messages} knows the text by
     * @param arguments what stands in the text; never a secret
     */
    public ApiException(int status, String code, String messageId, Object... arguments) {
        super(code + " " + messageId);
        this.status = status;
        this.code = code;
        this.messageId = messageId;
        this.arguments = arguments.clone();
    }

    /** 400 {@code BAD_REQUEST}: a parameter that cannot be read. */
    public static ApiException badRequest(String messageId, Object... arguments) {
        return new ApiException(400, "BAD_REQUEST", messageId, arguments);
    }

    /** 400 {@code VALIDATION_FAILED}: well-formed, and not allowed. */
    public static ApiException validation(String messageId, Object... arguments) {
        return new ApiException(400, "VALIDATION_FAILED", messageId, arguments);
    }

    /** 400 {@code VALIDATION_FAILED} with a text of its own, which names the field and what is allowed. */
    public static ApiException notAllowed(String text) {
        return validation("error.not_allowed", text);
    }

    /** 400 {@code INVALID_JSON}. @param problem names the field and what is wrong with it */
    public static ApiException invalidJson(String problem) {
        return new ApiException(400, "INVALID_JSON", "error.invalid_json", problem);
    }

    /** 401 {@code UNAUTHORIZED}. */
    public static ApiException unauthorized() {
        return new ApiException(401, "UNAUTHORIZED", "error.unauthorized");
    }

    /** 404 {@code NOT_FOUND}. */
    public static ApiException notFound(String messageId, Object... arguments) {
        return new ApiException(404, "NOT_FOUND", messageId, arguments);
    }

    /** 409 {@code DUPLICATE_RESOURCE}. */
    public static ApiException duplicate(String messageId, Object... arguments) {
        return new ApiException(409, "DUPLICATE_RESOURCE", messageId, arguments);
    }

    /** 409 {@code TASK_IN_PROGRESS}. */
    public static ApiException taskInProgress(String messageId, Object... arguments) {
        return new ApiException(409, "TASK_IN_PROGRESS", messageId, arguments);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** For programs. */
    public String code() {
        return code;
    }

    ApiError rendered(Messages messages) {
        return new ApiError(code, messages.get(messageId, arguments));
    }

    /** What is answered, in that language. */
    public ApiError rendered(Messages messages, Locale language) {
        return new ApiError(code, messages.get(language, messageId, arguments));
    }
}
