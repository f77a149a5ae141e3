package io.gptload.gateway.web;

import io.gptload.client.config.ConfigurationException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** A request that is refused. Its message is found by id, in the language of the request, when it is rendered. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final Pattern FIELD = Pattern.compile("^(upstreams\\.)?[a-z_]+[:：]\\s*");

    private final int status;
    private final String code;
    private final String messageId;
    private final transient Object[] arguments;

    /**
     * @param status the HTTP status, 400 or above
     * @param code for programs
     * @param messageId what {@link Messages} knows the text by
     * @param arguments what stands in the text, a {@link ConfigurationException} in words; never a secret
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

    /** 400 {@code VALIDATION_FAILED}. @param text names the field and what is allowed, in the language of the request */
    public static ApiException notAllowed(String text) {
        return validation("error.not_allowed", text);
    }

    /** 400 {@code VALIDATION_FAILED}: what the engine refuses. */
    public static ApiException notAllowed(ConfigurationException refusal) {
        return validation("error.not_allowed", refusal);
    }

    /** 400 {@code INVALID_JSON}: a body that is not what it must be. */
    public static ApiException invalidJson(String messageId, Object... arguments) {
        return new ApiException(400, "INVALID_JSON", messageId, arguments);
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

    /** What is wrong, in that language, to be read beside the field: what the API says without naming the field. */
    public String atField(Messages messages, Locale language) {
        String problem = Arrays.stream(arguments)
                .filter(ConfigurationException.class::isInstance)
                .findFirst()
                .map(reason -> messages.get(language, "error.not_allowed", reason))
                .orElseGet(() -> rendered(messages, language).message());
        return FIELD.matcher(problem).replaceFirst("");
    }

    /** What is answered, in that language. */
    public ApiError rendered(Messages messages, Locale language) {
        return new ApiError(code, messages.get(language, messageId, arguments));
    }
}
