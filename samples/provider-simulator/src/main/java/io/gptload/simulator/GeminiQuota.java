package io.gptload.simulator;

import java.time.Duration;
import java.util.List;

/** The details with which Gemini explains a 429, having no headers for that. */
final class GeminiQuota {
    private static final String METRIC = "generativelanguage.googleapis.com/generate_content_free_tier_";
    private static final String TYPE = "type.googleapis.com/google.rpc.";

    private GeminiQuota() {}

    static Object errorInfo(String reason, String domain) {
        return Json.object("@type", TYPE + "ErrorInfo", "reason", reason, "domain", domain, "metadata", Json.object());
    }

    /** Even when the quota of the day is gone, Gemini suggests to retry within the minute. */
    static ProviderError dailyQuotaUsedUp(String model) {
        return error(
                METRIC + "requests",
                "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
                250,
                model,
                Duration.ofSeconds(36));
    }

    static ProviderError rateLimited(Reading reading, String model) {
        RateLimit limit = reading.limit();
        String period = limit.window().compareTo(Duration.ofDays(1)) >= 0 ? "PerDay" : "PerMinute";
        boolean tokens = limit.unit() == RateLimit.Unit.TOKENS;
        String quotaId = tokens
                ? "GenerateContentInputTokensPerModel" + period + "-FreeTier"
                : "GenerateRequests" + period + "PerProjectPerModel-FreeTier";
        String metric = METRIC + (tokens ? "input_token_count" : "requests");
        return error(metric, quotaId, limit.amount(), model, reading.retryIn());
    }

    private static ProviderError error(String metric, String quotaId, long limit, String model, Duration wait) {
        String retry = Intervals.protobufStyle(wait);
        String message = "You exceeded your current quota, please check your plan and billing details.\n"
                + "* Quota exceeded for metric: " + metric + ", limit: " + limit + ", model: " + model
                + "\nPlease retry in " + retry + ".";
        Object violation = Json.object(
                "quotaMetric",
                metric,
                "quotaId",
                quotaId,
                "quotaDimensions",
                Json.object("location", "global", "model", model),
                "quotaValue",
                Long.toString(limit));
        return GeminiErrors.error(
                429,
                "RESOURCE_EXHAUSTED",
                message,
                Json.object("@type", TYPE + "QuotaFailure", "violations", List.of(violation)),
                Json.object("@type", TYPE + "RetryInfo", "retryDelay", retry));
    }
}
