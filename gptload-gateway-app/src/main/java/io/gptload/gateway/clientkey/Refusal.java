package io.gptload.gateway.clientkey;

/**
 * Why a call of a client is not let through.
 *
 * @param status 401, 403 or 429
 * @param code for programs
 * @param message for people; it holds no key
 * @param retryAfterSeconds when it is worth another try; 0 for never
 * @param soon whether that is so soon that a client may wait for it
 */
public record Refusal(int status, String code, String message, long retryAfterSeconds, boolean soon) {

    static Refusal unauthorized(String message) {
        return new Refusal(401, "invalid_api_key", message, 0, false);
    }

    static Refusal forbidden(String code, String message) {
        return new Refusal(403, code, message, 0, false);
    }

    static Refusal limited(String message, long retryAfterSeconds, boolean soon) {
        return new Refusal(429, "rate_limit_exceeded", message, Math.max(1, retryAfterSeconds), soon);
    }
}
