package io.gptload.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Errors of the Gemini API, in Google's common error model. */
final class GeminiErrors implements ErrorFormat {
    private static final String DENIED = "PERMISSION_DENIED";
    private static final String DOMAIN = "googleapis.com";

    @Override
    public ProviderError missingKey() {
        return error(401, "UNAUTHENTICATED", "Request is missing required authentication credential.");
    }

    @Override
    public ProviderError invalidKey(String key) {
        return error(
                400,
                "INVALID_ARGUMENT",
                "API key not valid. Please pass a valid API key.",
                GeminiQuota.errorInfo("API_KEY_INVALID", DOMAIN));
    }

    @Override
    public ProviderError rejectedKey() {
        return error(401, "UNAUTHENTICATED", "Unauthorized");
    }

    @Override
    public ProviderError forbiddenRegion() {
        return error(403, DENIED, "Your client does not have permission to get this URL from this server.");
    }

    @Override
    public ProviderError suspended(String key) {
        return error(
                403,
                DENIED,
                "Permission denied: Consumer 'api_key:" + Credentials.mask(key) + "' has been suspended.",
                GeminiQuota.errorInfo("CONSUMER_SUSPENDED", DOMAIN));
    }

    @Override
    public ProviderError noModelAccess(String model) {
        return error(403, DENIED, "The caller does not have permission to use models/" + model + ".");
    }

    @Override
    public ProviderError outOfQuota(String model) {
        return GeminiQuota.dailyQuotaUsedUp(model);
    }

    @Override
    public ProviderError unknownModel(String model) {
        return error(
                404,
                "NOT_FOUND",
                "models/" + model + " is not found for API version v1beta, or is not supported for generateContent.");
    }

    @Override
    public ProviderError badRequest(String message, @Nullable String field) {
        return error(
                400, "INVALID_ARGUMENT", field == null ? message : "* " + field + ": " + field + " is not specified");
    }

    @Override
    public ProviderError unknownPath(String method, String path) {
        return error(404, "NOT_FOUND", "Requested entity was not found: " + path);
    }

    @Override
    public ProviderError wrongMethod(String method, String path) {
        return error(405, "UNIMPLEMENTED", "Method " + method + " is not supported here.");
    }

    @Override
    public ProviderError rateLimited(Reading reading, String model) {
        return GeminiQuota.rateLimited(reading, model);
    }

    @Override
    public ProviderError status(int status) {
        String name = switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> DENIED;
            case 404 -> "NOT_FOUND";
            case 409 -> "ABORTED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 500 -> "INTERNAL";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> status < 500 ? "INVALID_ARGUMENT" : "UNKNOWN";
        };
        return error(status, name, "Simulated error with status " + status + ".");
    }

    @Override
    public String streamEvent() {
        return "data: " + Json.text(status(503).body()) + "\n\n";
    }

    static ProviderError error(int status, String name, String message, Object... details) {
        return details.length == 0
                ? wrap(status, Json.object("code", status, "message", message, "status", name))
                : wrap(
                        status,
                        Json.object("code", status, "message", message, "status", name, "details", List.of(details)));
    }

    private static ProviderError wrap(int status, Object error) {
        return new ProviderError(status, Json.object("error", error));
    }
}
