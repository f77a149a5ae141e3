package io.gptload.simulator;

import org.jspecify.annotations.Nullable;

/** Errors of Anthropic. */
final class AnthropicErrors implements ErrorFormat {
    private static final String AUTHENTICATION = "authentication_error";
    private static final String PERMISSION = "permission_error";
    private static final String NOT_FOUND = "not_found_error";
    private static final String BAD_REQUEST = "invalid_request_error";

    @Override
    public ProviderError missingKey() {
        return error(401, AUTHENTICATION, "x-api-key header is required");
    }

    @Override
    public ProviderError invalidKey(String key) {
        return error(401, AUTHENTICATION, "invalid x-api-key");
    }

    @Override
    public ProviderError rejectedKey() {
        return error(401, "api_error", "Unauthorized");
    }

    @Override
    public ProviderError forbiddenRegion() {
        return error(403, PERMISSION, "Request not allowed");
    }

    @Override
    public ProviderError suspended(String key) {
        return error(403, PERMISSION, "This organization has been disabled.");
    }

    @Override
    public ProviderError noModelAccess(String model) {
        return error(
                403, PERMISSION, "Your API key does not have permission to use the specified resource: model " + model);
    }

    @Override
    public ProviderError outOfQuota(String model) {
        return error(
                402,
                "billing_error",
                "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or"
                        + " purchase credits.");
    }

    @Override
    public ProviderError unknownModel(String model) {
        return error(404, NOT_FOUND, "model: " + model);
    }

    @Override
    public ProviderError badRequest(String message, @Nullable String field) {
        return error(400, BAD_REQUEST, field == null ? message : field + ": Field required");
    }

    @Override
    public ProviderError unknownPath(String method, String path) {
        return error(404, NOT_FOUND, "Not Found");
    }

    @Override
    public ProviderError wrongMethod(String method, String path) {
        return error(405, BAD_REQUEST, "Method Not Allowed");
    }

    @Override
    public ProviderError rateLimited(Reading reading, String model) {
        String message = "This request would exceed your organization's rate limit of "
                + reading.limit().amount() + " " + reading.limit().unit().label() + " (model: " + model + ").";
        return error(429, "rate_limit_error", message);
    }

    @Override
    public ProviderError status(int status) {
        String message = "Simulated error with status " + status + ".";
        return switch (status) {
            case 401 -> error(status, AUTHENTICATION, message);
            case 403 -> error(status, PERMISSION, message);
            case 404 -> error(status, NOT_FOUND, message);
            case 413 -> error(status, "request_too_large", message);
            case 429 -> error(status, "rate_limit_error", message);
            case 504 -> error(status, "timeout_error", message);
            case 529 -> error(status, "overloaded_error", "Overloaded");
            default -> error(status, status < 500 ? BAD_REQUEST : "api_error", message);
        };
    }

    @Override
    public String streamEvent() {
        return "event: error\ndata: " + Json.text(status(529).body()) + "\n\n";
    }

    private static ProviderError error(int status, String type, String message) {
        return new ProviderError(
                status, Json.object("type", "error", "error", Json.object("type", type, "message", message)));
    }
}
