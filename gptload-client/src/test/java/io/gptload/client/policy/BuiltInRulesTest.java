package io.gptload.client.policy;

import static io.gptload.client.policy.Category.CLIENT_ERROR;
import static io.gptload.client.policy.Category.KEY_REJECTED;
import static io.gptload.client.policy.Category.NOT_PERMITTED;
import static io.gptload.client.policy.Category.QUOTA_EXHAUSTED;
import static io.gptload.client.policy.Category.RATE_LIMITED;
import static io.gptload.client.policy.Category.UPSTREAM_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.config.StatusCodes;
import io.gptload.client.wire.Channel;
import io.gptload.client.wire.ErrorBody;
import io.gptload.client.wire.HeaderView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every built-in rule against an answer as the provider really sends it. */
class BuiltInRulesTest {

    /** 2026-03-10 21:00 UTC is 14:00 in Los Angeles, daylight saving time. */
    private static final Instant NOW = Instant.parse("2026-03-10T21:00:00Z");

    private static final StatusCodes ALL = StatusCodes.parse("300-999");

    private static final String GEMINI_DAILY = """
            [{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.",\
            "status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[\
            {"quotaMetric":"generativelanguage.googleapis.com/generate_content_free_tier_requests",\
            "quotaId":"GenerateRequestsPerMinutePerProjectPerModel-FreeTier"},\
            {"quotaMetric":"generativelanguage.googleapis.com/generate_content_free_tier_requests",\
            "quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]},\
            {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.074824224s"}]}}]""";

    private static final String GEMINI_MINUTE = """
            {"error":{"code":429,"message":"You exceeded your current quota. Please retry in 34.074824224s.",\
            "status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[\
            {"quotaId":"GenerateRequestsPerMinutePerProjectPerModel-FreeTier"}]},\
            {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34s"}]}}""";

    private static final String GROQ_TPM = """
            {"error":{"message":"Rate limit reached for model `llama-3.1-8b-instant` in organization `org_01` service tier \
            `on_demand` on tokens per minute (TPM): Limit 6000, Used 5034, Requested 1443. Please try again in 4.77s. Need \
            more tokens? Upgrade to Dev Tier today","type":"tokens","code":"rate_limit_exceeded"}}""";

    private static final String GROQ_TPD = """
            {"error":{"message":"Rate limit reached for model `llama-3.3-70b-versatile` in organization `org_01` service \
            tier `on_demand` on tokens per day (TPD): Limit 100000, Used 99336, Requested 1443. Please try again in \
            11m13.056s.","type":"tokens","code":"rate_limit_exceeded"}}""";

    private static final String REGION = """
            {"error":{"code":"unsupported_country_region_territory","message":"Country, region, or territory not supported",\
            "param":null,"type":"request_forbidden"}}""";

    private static final String OPENROUTER_DAILY = """
            {"error":{"message":"Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests \
            per day","code":429,"metadata":{"headers":{"X-RateLimit-Limit":"50","X-RateLimit-Remaining":"0",\
            "X-RateLimit-Reset":"1773187200000"},"provider_name":null}},"user_id":"user_1"}""";

    record Case(
            String rule,
            Category category,
            Scope scope,
            Retry retry,
            boolean definite,
            @Nullable Duration cooldown,
            Channel channel,
            @Nullable String provider,
            boolean servedElsewhere,
            int status,
            String body) {

        Case provider(String id) {
            return new Case(
                    rule, category, scope, retry, definite, cooldown, channel, id, servedElsewhere, status, body);
        }

        Case channel(Channel other) {
            return new Case(
                    rule, category, scope, retry, definite, cooldown, other, provider, servedElsewhere, status, body);
        }

        Case elsewhere() {
            return new Case(rule, category, scope, retry, definite, cooldown, channel, provider, true, status, body);
        }

        Case definitely() {
            return new Case(
                    rule, category, scope, retry, true, cooldown, channel, provider, servedElsewhere, status, body);
        }

        Case cools(Duration time) {
            return new Case(
                    rule, category, scope, retry, definite, time, channel, provider, servedElsewhere, status, body);
        }

        Case retry(Retry other) {
            return new Case(
                    rule, category, scope, other, definite, cooldown, channel, provider, servedElsewhere, status, body);
        }

        @Override
        public String toString() {
            return rule + " " + status;
        }
    }

    private static Case of(String rule, Category category, Scope scope, int status, String body) {
        Retry retry = switch (category) {
            case CLIENT_ERROR -> Retry.NONE;
            case UPSTREAM_ERROR -> Retry.RETRY;
            default -> Retry.ROTATE;
        };
        return new Case(rule, category, scope, retry, false, null, Channel.OPENAI, null, false, status, body);
    }

    private static Case request(String rule, int status, String body) {
        return of(rule, CLIENT_ERROR, Scope.REQUEST, status, body);
    }

    private static Case dead(String rule, int status, String body) {
        return of(rule, KEY_REJECTED, Scope.KEY, status, body).definitely();
    }

    private static Case quota(String rule, Scope scope, int status, String body) {
        return of(rule, QUOTA_EXHAUSTED, scope, status, body);
    }

    private static Case forbidden(String rule, Scope scope, int status, String body) {
        return of(rule, NOT_PERMITTED, scope, status, body);
    }

    private static Case limited(String rule, Scope scope, String body) {
        return of(rule, RATE_LIMITED, scope, 429, body);
    }

    private static Case upstream(String rule, Scope scope, int status, String body) {
        return of(rule, UPSTREAM_ERROR, scope, status, body);
    }

    private static String openai(String message, String type, @Nullable String code) {
        String text = message.replace("\"", "\\\"");
        return "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":%s}}"
                .formatted(text, type, code == null ? "null" : '"' + code + '"');
    }

    private static String anthropic(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"},\"request_id\":\"req_011\"}"
                .formatted(type, message);
    }

    private static String google(int code, String status, String message) {
        return "{\n  \"error\": {\n    \"code\": %d,\n    \"message\": \"%s\",\n    \"status\": \"%s\"\n  }\n}\n"
                .formatted(code, message, status);
    }

    private static String google(int code, String status, String message, String reason) {
        return """
                {"error":{"code":%d,"message":"%s","status":"%s","details":[{"@type":\
                "type.googleapis.com/google.rpc.ErrorInfo","reason":"%s","domain":"googleapis.com","metadata":{"service":\
                "generativelanguage.googleapis.com"}},{"@type":"type.googleapis.com/google.rpc.LocalizedMessage",\
                "locale":"en-US"}]}}""".formatted(code, message, status, reason);
    }

    static Stream<Case> requestsFault() {
        return Stream.of(
                request(
                        "request.too_long",
                        400,
                        openai(
                                "This model's maximum context length is 128000 tokens.",
                                "invalid_request_error",
                                "context_length_exceeded")),
                request(
                        "request.too_long",
                        429,
                        openai("too long", "invalid_request_error", "context_length_exceeded")),
                request("request.too_long", 500, openai("too long", "server_error", "context_length_exceeded")),
                request(
                        "request.too_long.message",
                        413,
                        openai(
                                "Please reduce the length of the messages or completion.",
                                "invalid_request_error",
                                null)),
                request(
                        "request.too_long.message",
                        400,
                        anthropic("invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum")),
                request(
                        "request.too_long.message",
                        500,
                        "{\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens.\"}"),
                request(
                        "request.larger_than_limit",
                        413,
                        openai(
                                "Request too large for model `llama-3.1-70b-versatile` in organization `org_01` on tokens per"
                                        + " minute (TPM): Limit 6000, Requested 14368, please reduce your message size and try"
                                        + " again.",
                                "tokens",
                                "rate_limit_exceeded")),
                request(
                        "request.larger_than_limit",
                        429,
                        openai(
                                "Request too large for gpt-4o in organization org-78 on tokens per min (TPM): Limit 30000,"
                                        + " Requested 31538. The input or output tokens must be reduced in order to run"
                                        + " successfully.",
                                "tokens",
                                "rate_limit_exceeded")),
                request(
                        "request.long_context",
                        429,
                        anthropic("rate_limit_error", "Extra usage is required for long context requests.")),
                request(
                        "request.content_policy",
                        400,
                        openai(
                                "Your request was rejected by our safety system.",
                                "invalid_request_error",
                                "content_policy_violation")),
                request("request.content_policy", 500, openai("filtered", "server_error", "content_filter")),
                request(
                        "request.content_policy.azure",
                        400,
                        "{\"error\":{\"message\":\"The response was filtered\",\"code\":\"BadRequest\",\"innererror\":"
                                + "{\"code\":\"ResponsibleAIPolicyViolation\",\"content_filter_result\":{}}}}"),
                request(
                        "request.moderated",
                        403,
                        "{\"error\":{\"message\":\"openai/o1 requires moderation on OpenRouter. Your input was flagged\","
                                + "\"code\":403,\"metadata\":{\"reasons\":[\"violence\"],\"flagged_input\":\"...\"}}}"),
                request("http.client_error", 400, openai("Unknown parameter: 'foo'.", "invalid_request_error", null)),
                request(
                        "http.client_error",
                        404,
                        openai(
                                "The model `gpt-9` does not exist or you do not have access to it.",
                                "invalid_request_error",
                                "model_not_found")),
                request("http.client_error", 404, openai("Invalid URL (POST /v1/chat)", "invalid_request_error", null))
                        .elsewhere(),
                request("http.client_error", 422, "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"field required\"}]}"),
                // A caller who quotes a marker in the request must not talk a key out of the pool.
                request(
                        "http.client_error",
                        400,
                        openai(
                                "Invalid value: 'Incorrect API key provided'. Supported values are: 'auto'.",
                                "invalid_request_error",
                                "invalid_value")),
                request(
                                "http.client_error",
                                400,
                                anthropic("invalid_request_error", "messages.0.role: 'Your credit balance is too low'"))
                        .channel(Channel.ANTHROPIC),
                new Case(
                        "http.redirect",
                        CLIENT_ERROR,
                        Scope.NONE,
                        Retry.NONE,
                        false,
                        null,
                        Channel.OPENAI,
                        null,
                        false,
                        307,
                        ""));
    }

    static Stream<Case> deadKeys() {
        return Stream.of(
                dead(
                        "key.invalid",
                        401,
                        openai(
                                "Incorrect API key provided: sk-abc***xyz. You can find your API key at"
                                        + " https://platform.openai.com/account/api-keys.",
                                "invalid_request_error",
                                "invalid_api_key")),
                dead("key.invalid", 401, openai("Invalid API Key", "invalid_request_error", "invalid_api_key")),
                dead(
                        "key.invalid",
                        401,
                        "{\"message\":\"Wrong API Key\",\"type\":\"invalid_request_error\",\"param\":\"api_key\",\"code\":"
                                + "\"wrong_api_key\"}"),
                dead(
                        "key.deactivated",
                        401,
                        openai(
                                "Your OpenAI account has been deactivated.",
                                "invalid_request_error",
                                "account_deactivated")),
                dead("key.invalid.message", 401, "{\"error\":{\"message\":\"User not found.\",\"code\":401}}"),
                dead(
                        "xai.key",
                        400,
                        "{\"code\":\"Client specified an invalid argument\",\"error\":\"Incorrect API key provided: xa***Mk."
                                + "\"}"),
                dead(
                        "deepseek.key",
                        401,
                        openai(
                                "Authentication Fails, Your api key: ****fcc2 is invalid",
                                "authentication_error",
                                "invalid_request_error")),
                dead("anthropic.key", 401, anthropic("authentication_error", "invalid x-api-key"))
                        .channel(Channel.ANTHROPIC),
                dead(
                                "anthropic.organization",
                                400,
                                anthropic("invalid_request_error", "This organization has been disabled."))
                        .channel(Channel.ANTHROPIC),
                dead(
                        "groq.organization",
                        400,
                        openai(
                                "Organization has been restricted. Please reach out to support if you believe this was in"
                                        + " error.",
                                "invalid_request_error",
                                "organization_restricted")),
                dead(
                                "google.key",
                                400,
                                google(
                                        400,
                                        "INVALID_ARGUMENT",
                                        "API key not valid. Please pass a valid API key.",
                                        "API_KEY_INVALID"))
                        .channel(Channel.GEMINI),
                dead(
                                "google.key",
                                403,
                                google(
                                        403,
                                        "PERMISSION_DENIED",
                                        "Permission denied: Consumer 'api_key:AIza' has been" + " suspended.",
                                        "CONSUMER_SUSPENDED"))
                        .channel(Channel.GEMINI),
                dead(
                        "google.key.message",
                        400,
                        "[" + google(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.") + "]"),
                dead(
                                "google.key.message",
                                403,
                                google(
                                        403,
                                        "PERMISSION_DENIED",
                                        "Your API key was reported as leaked. Please use another API key."))
                        .channel(Channel.GEMINI),
                dead(
                                "google.key.message",
                                403,
                                google(
                                        403,
                                        "PERMISSION_DENIED",
                                        "Your project has been denied access. Please contact support."))
                        .channel(Channel.GEMINI),
                dead(
                                "google.key.suspended",
                                403,
                                google(
                                        403,
                                        "PERMISSION_DENIED",
                                        "Permission denied: Consumer 'api_key:AIza***' has been suspended."))
                        .channel(Channel.GEMINI),
                of("http.unauthorized", KEY_REJECTED, Scope.KEY, 401, "{\"detail\":\"Unauthorized\"}")
                        .provider("mistral"),
                of(
                        "http.unauthorized",
                        KEY_REJECTED,
                        Scope.KEY,
                        401,
                        openai("Authentication Fails (governor)", "authentication_error", "invalid_request_error")),
                of("http.forbidden", KEY_REJECTED, Scope.KEY, 403, "{\"message\":\"no\"}"));
    }

    static Stream<Case> quotas() {
        return Stream.of(
                quota(
                        "quota.code",
                        Scope.ACCOUNT,
                        429,
                        openai(
                                "You exceeded your current quota, please check your plan and billing details.",
                                "insufficient_quota",
                                "insufficient_quota")),
                quota("quota.code", Scope.ACCOUNT, 403, openai("no quota", "new_api_error", "insufficient_user_quota")),
                quota(
                        "quota.type",
                        Scope.ACCOUNT,
                        429,
                        openai("You exceeded your current quota", "insufficient_quota", null)),
                quota("quota.type", Scope.ACCOUNT, 402, anthropic("billing_error", "Payment required"))
                        .channel(Channel.ANTHROPIC),
                quota(
                                "anthropic.credit",
                                Scope.ACCOUNT,
                                400,
                                anthropic(
                                        "invalid_request_error",
                                        "Your credit balance is too low to access the Anthropic"
                                                + " API. Please go to Plans & Billing to upgrade or purchase credits."))
                        .channel(Channel.ANTHROPIC),
                quota(
                                "anthropic.usage_limit",
                                Scope.ACCOUNT,
                                400,
                                anthropic(
                                        "invalid_request_error",
                                        "You have reached your specified API usage limits. You"
                                                + " will regain access on 2026-04-01 at 00:00 UTC."))
                        .channel(Channel.ANTHROPIC)
                        .cools(Duration.between(NOW, Instant.parse("2026-04-01T00:00:00Z"))),
                quota(
                                "openrouter.affordable",
                                Scope.ACCOUNT,
                                402,
                                "{\"error\":{\"message\":\"This request requires more credits, or fewer max_tokens. You"
                                        + " requested up to 64000 tokens, but can only afford 2666.\",\"code\":402}}")
                        .cools(Duration.ofMinutes(5)),
                quota(
                        "openrouter.key_limit",
                        Scope.KEY,
                        403,
                        "{\"error\":{\"message\":\"Key limit exceeded (total limit). Manage it using"
                                + " https://openrouter.ai/settings/keys\",\"code\":403}}"),
                quota(
                        "xai.credits",
                        Scope.ACCOUNT,
                        429,
                        "{\"code\":\"Some resource has been exhausted\",\"error\":\"Your team 1 has either used all"
                                + " available credits or reached its monthly spending limit.\"}"),
                quota("openrouter.free_per_day", Scope.ACCOUNT, 429, OPENROUTER_DAILY)
                        .cools(Duration.ofHours(3)),
                quota("google.quota.daily", Scope.ACCOUNT_MODEL, 429, GEMINI_DAILY)
                        .channel(Channel.GEMINI)
                        .cools(Duration.ofHours(10)),
                quota("openai.quota.daily", Scope.ACCOUNT_MODEL, 429, GROQ_TPD).cools(Duration.ofMillis(673_056)),
                quota(
                        "cerebras.quota.daily",
                        Scope.ACCOUNT_MODEL,
                        429,
                        "{\"message\":\"Requests per day limit exceeded - too many requests sent.\",\"type\":"
                                + "\"too_many_requests_error\",\"param\":\"quota\",\"code\":\"request_quota_exceeded\"}"),
                quota(
                                "cloudflare.quota.daily",
                                Scope.ACCOUNT,
                                429,
                                "{\"result\":null,\"success\":false,\"errors\":[{\"code\":4006,\"message\":\"you have used"
                                        + " up your daily free allocation of 10,000 neurons\"}],\"messages\":[]}")
                        .cools(Duration.ofHours(3)),
                quota(
                                "github.quota.daily",
                                Scope.ACCOUNT_MODEL,
                                429,
                                "{\"error\":{\"code\":\"RateLimitReached\",\"message\":\"Rate limit of 50 per 86400s"
                                        + " exceeded for UserByModelByDay. Please wait 4000 seconds before retrying.\"}}")
                        .cools(Duration.ofSeconds(4000)),
                quota(
                        "http.payment_required",
                        Scope.ACCOUNT,
                        402,
                        openai("Insufficient Balance", "unknown_error", "invalid_request_error")));
    }

    static Stream<Case> notPermitted() {
        return Stream.of(
                upstream("region.openai", Scope.EGRESS, 403, REGION),
                upstream(
                                "region.google",
                                Scope.EGRESS,
                                400,
                                google(400, "FAILED_PRECONDITION", "User location is not supported for the API use."))
                        .channel(Channel.GEMINI),
                upstream("region.anthropic", Scope.EGRESS, 403, anthropic("forbidden", "Request not allowed"))
                        .channel(Channel.ANTHROPIC),
                upstream("region.groq", Scope.EGRESS, 403, "{\"error\":{\"message\":\"Forbidden\"}}")
                        .provider("Groq"),
                upstream(
                        "egress.firewall",
                        Scope.EGRESS,
                        403,
                        "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title>"),
                upstream("egress.firewall", Scope.EGRESS, 403, "error code: 1020"),
                upstream("egress.legal", Scope.EGRESS, 451, ""),
                upstream("egress.proxy", Scope.EGRESS, 407, ""),
                forbidden(
                                "google.key.restricted",
                                Scope.KEY,
                                403,
                                google(
                                        403,
                                        "PERMISSION_DENIED",
                                        "Requests from referer <empty> are blocked.",
                                        "API_KEY_HTTP_REFERRER_BLOCKED"))
                        .channel(Channel.GEMINI),
                forbidden(
                                "google.service_disabled",
                                Scope.ACCOUNT,
                                403,
                                google(
                                        403,
                                        "PERMISSION_DENIED",
                                        "Generative Language API has not been used in project 1"
                                                + " before or it is disabled.",
                                        "SERVICE_DISABLED"))
                        .channel(Channel.GEMINI),
                forbidden(
                                "google.free_tier_country",
                                Scope.ACCOUNT,
                                400,
                                google(
                                        400,
                                        "FAILED_PRECONDITION",
                                        "Gemini API free tier is not available in your country."
                                                + " Please enable billing on your project in Google AI Studio."))
                        .channel(Channel.GEMINI),
                forbidden(
                                "google.tier",
                                Scope.ACCOUNT_MODEL,
                                429,
                                google(
                                        429,
                                        "RESOURCE_EXHAUSTED",
                                        "You exceeded your current quota.\\n* Quota exceeded for"
                                                + " metric: generate_content_free_tier_requests, limit: 0, model: gemini-3-pro\\n"
                                                + "Please retry in 45.578569677s."))
                        .channel(Channel.GEMINI),
                forbidden(
                        "openai.address",
                        Scope.KEY,
                        401,
                        openai("Your IP 1.2.3.4 is not authorized", "invalid_request_error", "ip_not_authorized")),
                forbidden(
                        "model.forbidden",
                        Scope.KEY_MODEL,
                        403,
                        openai(
                                "Project `proj_1` does not have access to model `gpt-4o`",
                                "invalid_request_error",
                                "model_not_found")),
                forbidden(
                        "model.forbidden.message",
                        Scope.KEY_MODEL,
                        403,
                        openai(
                                "key not allowed to access model. This key can only access models=['a']",
                                "auth_error",
                                "401")),
                forbidden(
                        "model.terms",
                        Scope.ACCOUNT_MODEL,
                        400,
                        openai(
                                "The model `x` requires terms acceptance.",
                                "invalid_request_error",
                                "model_terms_required")),
                forbidden(
                                "anthropic.permission",
                                Scope.KEY_MODEL,
                                403,
                                anthropic(
                                        "permission_error",
                                        "Your API key does not have permission to use the specified resource."))
                        .channel(Channel.ANTHROPIC),
                forbidden(
                                "model.not_here",
                                Scope.KEY_MODEL,
                                404,
                                openai(
                                        "The model `gpt-5` does not exist or you do not have access to it.",
                                        "invalid_request_error",
                                        "model_not_found"))
                        .elsewhere(),
                forbidden(
                                "model.not_here.anthropic",
                                Scope.KEY_MODEL,
                                404,
                                anthropic("not_found_error", "model: claude-opus-5"))
                        .channel(Channel.ANTHROPIC)
                        .elsewhere(),
                forbidden(
                                "model.not_here.google",
                                Scope.KEY_MODEL,
                                404,
                                google(
                                        404,
                                        "NOT_FOUND",
                                        "models/gemini-3-pro is not found for API version v1beta, or is not"
                                                + " supported for generateContent."))
                        .channel(Channel.GEMINI)
                        .elsewhere(),
                forbidden(
                                "model.not_here.openrouter",
                                Scope.KEY_MODEL,
                                404,
                                "{\"error\":{\"message\":\"No endpoints found matching your data policy\",\"code\":404}}")
                        .elsewhere(),
                forbidden(
                                "model.not_here.mistral",
                                Scope.KEY_MODEL,
                                400,
                                "{\"object\":\"error\",\"message\":\"Invalid model: large-3\",\"type\":\"invalid_model\","
                                        + "\"param\":null,\"code\":\"1500\"}")
                        .elsewhere(),
                forbidden(
                                "model.not_here.relay",
                                Scope.KEY_MODEL,
                                503,
                                openai("当前分组 default 下对于模型 gpt-4o 无可用渠道", "new_api_error", "model_not_found"))
                        .elsewhere());
    }

    static Stream<Case> limitsAndOutages() {
        return Stream.of(
                limited("google.rate_limited", Scope.ACCOUNT_MODEL, GEMINI_MINUTE)
                        .channel(Channel.GEMINI)
                        .cools(Duration.ofSeconds(34)),
                limited(
                                "google.rate_limited",
                                Scope.ACCOUNT_MODEL,
                                google(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."))
                        .channel(Channel.GEMINI),
                limited(
                                "anthropic.rate_limited",
                                Scope.ACCOUNT_MODEL,
                                anthropic("rate_limit_error", "This request would exceed your account's rate limit."))
                        .channel(Channel.ANTHROPIC),
                limited("openai.rate_limited", Scope.ACCOUNT_MODEL, GROQ_TPM).cools(Duration.ofMillis(4770)),
                limited(
                                "openai.rate_limited",
                                Scope.ACCOUNT_MODEL,
                                openai(
                                        "Rate limit reached for gpt-4o in organization org-1 on requests per min (RPM): Limit"
                                                + " 3, Used 3, Requested 1. Please try again in 20s.",
                                        "requests",
                                        "rate_limit_exceeded"))
                        .channel(Channel.OPENAI_RESPONSE)
                        .cools(Duration.ofSeconds(20)),
                limited(
                                "openrouter.provider_limited",
                                Scope.ACCOUNT_MODEL,
                                "{\"error\":{\"message\":\"Provider returned error\",\"code\":429,\"metadata\":{\"raw\":"
                                        + "\"x/y:free is temporarily rate-limited upstream. Please retry shortly.\"}}}")
                        .retry(Retry.RETRY),
                limited(
                                "per_model.rate_limited",
                                Scope.ACCOUNT_MODEL,
                                "{\"message\":\"Tokens per minute limit exceeded - too many tokens processed.\",\"type\":"
                                        + "\"too_many_tokens_error\",\"code\":\"token_quota_exceeded\"}")
                        .provider("cerebras"),
                limited(
                                "mistral.rate_limited",
                                Scope.ACCOUNT,
                                "{\"object\":\"error\",\"message\":\"Rate limit exceeded\",\"type\":\"rate_limited\","
                                        + "\"param\":null,\"code\":\"1300\",\"raw_status_code\":429}")
                        .provider("mistral"),
                limited("http.too_many_requests", Scope.KEY, "slow down please"),
                upstream("upstream.overloaded", Scope.UPSTREAM, 529, anthropic("overloaded_error", "Overloaded"))
                        .channel(Channel.ANTHROPIC),
                upstream(
                        "upstream.overloaded.code",
                        Scope.UPSTREAM,
                        503,
                        openai("Our servers are overloaded", "service_unavailable_error", "server_is_overloaded")),
                upstream(
                        "mistral.capacity",
                        Scope.UPSTREAM,
                        429,
                        "{\"object\":\"error\",\"message\":\"Service tier capacity exceeded for this model.\",\"type\":"
                                + "\"invalid_request_error\",\"param\":null,\"code\":null}"),
                upstream("http.transient", Scope.UPSTREAM, 408, ""),
                upstream("http.transient", Scope.UPSTREAM, 409, ""),
                upstream("http.transient", Scope.UPSTREAM, 425, ""),
                upstream(
                        "http.transient",
                        Scope.UPSTREAM,
                        499,
                        google(499, "CANCELLED", "The operation was cancelled.")),
                upstream("http.server_error", Scope.UPSTREAM, 500, "{}"),
                upstream(
                        "http.server_error",
                        Scope.UPSTREAM,
                        503,
                        google(503, "UNAVAILABLE", "The model is overloaded. Please try again later.")),
                upstream("http.server_error", Scope.UPSTREAM, 529, ""),
                upstream("http.server_error", Scope.UPSTREAM, 999, ""),
                upstream("http.server_error", Scope.UPSTREAM, 502, "<html>bad gateway"));
    }

    static Stream<Case> all() {
        return Stream.of(requestsFault(), deadKeys(), quotas(), notPermitted(), limitsAndOutages())
                .flatMap(cases -> cases);
    }

    private static FailurePolicy policy(Case c, StatusCodes failover) {
        return FailurePolicy.smart(c.channel, c.provider, List.of(), failover);
    }

    private static Outcome outcome(Case c) {
        ErrorBody error = ErrorBody.parse(c.body.getBytes(StandardCharsets.UTF_8));
        return Outcome.ofResponse(c.status, HeaderView.of(Map.of()), error, c.servedElsewhere);
    }

    @ParameterizedTest
    @MethodSource("all")
    void judges(Case c) {
        assertThat(policy(c, ALL).judge(outcome(c), NOW))
                .isEqualTo(new Verdict(c.category, c.scope, c.retry, c.definite, c.cooldown, false, c.rule));
    }

    @ParameterizedTest
    @MethodSource("all")
    void outsideFailoverTheBlameStaysButNothingIsRetried(Case c) {
        assertThat(policy(c, StatusCodes.NONE).judge(outcome(c), NOW))
                .isEqualTo(new Verdict(c.category, c.scope, Retry.NONE, c.definite, c.cooldown, false, c.rule));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aBodyCutAnywhereIsJudgedMilder(Case c) {
        byte[] body = c.body.getBytes(StandardCharsets.UTF_8);
        FailurePolicy policy = policy(c, ALL);
        for (int length = 0; length < body.length; length++) {
            Outcome cut = Outcome.ofResponse(c.status, HeaderView.EMPTY, ErrorBody.parse(body, 0, length));
            Verdict verdict = policy.judge(cut, NOW);
            assertThat(verdict.ruleId()).doesNotStartWith("unmatched");
            // A cut answer may be judged milder, never as somebody's death by accident.
            assertThat(verdict.definite() && !c.definite).isFalse();
        }
    }

    @Test
    void everyRuleIsHit() {
        List<String> answered = FailureRules.builtIn().stream()
                .map(FailureRule::id)
                .filter(id -> !id.startsWith("transport."))
                .toList();
        assertThat(all().map(Case::rule).collect(Collectors.toSet())).containsExactlyInAnyOrderElementsOf(answered);
    }

    @Test
    void noneSecondGuessesASuccess() {
        for (FailureRule rule : FailureRules.builtIn()) {
            for (int status = 200; status < 300; status++) {
                assertThat(rule.conditions().appliesTo(status)).as(rule.id()).isFalse();
            }
        }
    }

    @Test
    void everyTransportFailureHasARule() {
        for (FailureKind kind : FailureKind.values()) {
            Verdict verdict = FailurePolicy.smart(Channel.GEMINI, null, List.of(), StatusCodes.NONE)
                    .judge(Outcome.ofFailure(kind), NOW);
            assertThat(verdict)
                    .isEqualTo(new Verdict(
                            UPSTREAM_ERROR, Scope.UPSTREAM, Retry.RETRY, false, null, false, "transport." + kind.id()));
        }
    }
}
