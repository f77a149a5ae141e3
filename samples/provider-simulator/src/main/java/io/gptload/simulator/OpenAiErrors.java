package io.gptload.simulator;

import org.jspecify.annotations.Nullable;

/** Errors of OpenAI, and of the many that copied them. */
final class OpenAiErrors implements ErrorFormat {
    private static final String BAD_REQUEST = "invalid_request_error";

    @Override
    public ProviderError missingKey() {
        return error(
                401,
                "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth"
                        + " (i.e. Authorization: Bearer YOUR_KEY).",
                BAD_REQUEST,
                null);
    }

    @Override
    public ProviderError invalidKey(String key) {
        return error(401, "Incorrect API key provided: " + Credentials.mask(key) + ".", BAD_REQUEST, "invalid_api_key");
    }

    @Override
    public ProviderError rejectedKey() {
        return error(401, "Unauthorized", BAD_REQUEST, null);
    }

    @Override
    public ProviderError forbiddenRegion() {
        return error(
                403,
                "Country, region, or territory not supported",
                "request_forbidden",
                "unsupported_country_region_territory");
    }

    @Override
    public ProviderError suspended(String key) {
        return error(
                401,
                "The OpenAI account associated with this API key has been deactivated. If you are the owner, check your email.",
                BAD_REQUEST,
                "account_deactivated");
    }

    @Override
    public ProviderError noModelAccess(String model) {
        return error(
                403,
                "Project `proj_sim` does not have access to model `" + model + "`",
                BAD_REQUEST,
                "model_not_found");
    }

    @Override
    public ProviderError outOfQuota(String model) {
        return error(
                429,
                "You exceeded your current quota, please check your plan and billing details.",
                "insufficient_quota",
                "insufficient_quota");
    }

    @Override
    public ProviderError unknownModel(String model) {
        return error(
                404,
                "The model `" + model + "` does not exist or you do not have access to it.",
                BAD_REQUEST,
                "model_not_found");
    }

    @Override
    public ProviderError badRequest(String message, @Nullable String field) {
        return error(400, message, BAD_REQUEST, field, field == null ? null : "missing_required_parameter");
    }

    @Override
    public ProviderError unknownPath(String method, String path) {
        return error(404, "Invalid URL (" + method + " " + path + ")", BAD_REQUEST, null);
    }

    @Override
    public ProviderError wrongMethod(String method, String path) {
        return error(405, "Not allowed to " + method + " on " + path + ".", BAD_REQUEST, "method_not_supported");
    }

    @Override
    public ProviderError rateLimited(Reading reading, String model) {
        String unit = reading.limit().unit().label();
        String message = "Rate limit reached for " + model + " in organization org-sim on " + unit + ": Limit "
                + reading.limit().amount() + ". Please try again in " + Intervals.goStyle(reading.retryIn()) + ".";
        return error(429, message, unit, "rate_limit_exceeded");
    }

    @Override
    public ProviderError status(int status) {
        if (status < 500) {
            return error(status, "Simulated error with status " + status + ".", BAD_REQUEST, null);
        }
        return error(
                status,
                "The server had an error while processing your request. Sorry about that!",
                "server_error",
                null);
    }

    @Override
    public String streamEvent() {
        return "data: " + Json.text(status(500).body()) + "\n\n";
    }

    private static ProviderError error(int status, String message, String type, @Nullable String code) {
        return error(status, message, type, null, code);
    }

    private static ProviderError error(
            int status, String message, String type, @Nullable String param, @Nullable String code) {
        Object detail = Json.object("message", message, "type", type, "param", param, "code", code);
        return new ProviderError(status, Json.object("error", detail));
    }
}
