package io.gptload.client.wire;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP status behind the name of an error.
 *
 * <p>Sources: Anthropic's list of API errors, OpenAI's error codes and the {@code ResponseError} codes of its Responses
 * API, the HTTP mapping in google/rpc/code.proto.
 */
final class ErrorStatus {

    private static final int UNKNOWN = 502;

    private static final Map<String, Integer> BY_NAME = names();

    private ErrorStatus() {}

    static int of(ErrorBody error) {
        int numeric = numeric(error.code());
        if (numeric > 0) {
            return numeric;
        }
        Integer named = named(error.code());
        if (named == null) {
            named = named(error.status());
        }
        if (named == null) {
            named = named(error.type());
        }
        return named == null ? UNKNOWN : named;
    }

    private static @Nullable Integer named(@Nullable String name) {
        return name == null ? null : BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    private static int numeric(@Nullable String code) {
        if (code == null || code.length() != 3) {
            return -1;
        }
        char first = code.charAt(0);
        boolean digits = Character.isDigit(code.charAt(1)) && Character.isDigit(code.charAt(2));
        return digits && (first == '4' || first == '5') ? Integer.parseInt(code) : -1;
    }

    private static Map<String, Integer> names() {
        Map<String, Integer> names = new HashMap<>();
        // Anthropic types
        put(names, 400, "invalid_request_error");
        put(names, 401, "authentication_error");
        put(names, 402, "billing_error");
        put(names, 403, "permission_error", "forbidden");
        put(names, 404, "not_found_error");
        put(names, 413, "request_too_large");
        put(names, 429, "rate_limit_error");
        put(names, 500, "api_error");
        put(names, 504, "timeout_error");
        put(names, 529, "overloaded_error");
        // OpenAI codes and types
        put(names, 400, "context_length_exceeded", "content_filter", "content_policy_violation", "invalid_prompt");
        put(names, 400, "string_above_max_length", "invalid_image", "image_content_policy_violation");
        put(names, 401, "invalid_api_key", "account_deactivated");
        put(names, 404, "model_not_found");
        put(names, 429, "rate_limit_exceeded", "insufficient_quota", "tokens", "requests", "rate_limited");
        put(names, 500, "server_error", "internal_server_error", "internal_error");
        put(names, 503, "server_is_overloaded", "slow_down", "service_unavailable", "overloaded");
        // google.rpc.Code
        put(names, 400, "invalid_argument", "failed_precondition", "out_of_range");
        put(names, 401, "unauthenticated");
        put(names, 403, "permission_denied");
        put(names, 404, "not_found");
        put(names, 409, "aborted", "already_exists");
        put(names, 429, "resource_exhausted");
        put(names, 499, "cancelled");
        put(names, 500, "internal", "unknown", "data_loss");
        put(names, 501, "unimplemented");
        put(names, 503, "unavailable");
        put(names, 504, "deadline_exceeded");
        return Map.copyOf(names);
    }

    private static void put(Map<String, Integer> names, int status, String... keys) {
        for (String key : keys) {
            names.put(key, status);
        }
    }
}
