package io.gptload.benchmarks;

import io.gptload.client.wire.HeaderView;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Headers as HTTP clients keep them: lines in an array, found by looking at one after the other.
 *
 * @param lines name, value, name, value, ...
 */
record HeaderLines(String... lines) implements HeaderView {

    /** The headers of a chat call as an SDK sends it. */
    static final HeaderLines CHAT_REQUEST = new HeaderLines(
            "Authorization", "Bearer provided-by-gptload",
            "Content-Type", "application/json",
            "Accept", "application/json",
            "User-Agent", "OpenAI/Java 4.100.0",
            "X-Stainless-Retry-Count", "0");

    /** The headers OpenAI answers a chat call with. */
    static final HeaderLines CHAT_RESPONSE = new HeaderLines(
            "date", "Sat, 21 Nov 2026 10:00:00 GMT",
            "content-type", "application/json",
            "content-length", "812",
            "access-control-expose-headers", "X-Request-ID",
            "openai-organization", "acme",
            "openai-processing-ms", "431",
            "openai-project", "proj_benchmark",
            "openai-version", "2020-10-01",
            "x-ratelimit-limit-requests", "10000",
            "x-ratelimit-limit-tokens", "200000",
            "x-ratelimit-remaining-requests", "9999",
            "x-ratelimit-remaining-tokens", "199742",
            "x-ratelimit-reset-requests", "8.64s",
            "x-ratelimit-reset-tokens", "77ms",
            "x-request-id", "req_5b0f2d9c1e",
            "strict-transport-security", "max-age=31536000; includeSubDomains; preload",
            "cf-cache-status", "DYNAMIC",
            "x-content-type-options", "nosniff",
            "server", "cloudflare",
            "cf-ray", "8f0a1b2c3d4e5f60-FRA");

    /** The headers OpenAI refuses a key with. */
    static final HeaderLines REFUSAL = new HeaderLines(
            "date", "Sat, 21 Nov 2026 10:00:00 GMT",
            "content-type", "application/json; charset=utf-8",
            "content-length", "98",
            "www-authenticate", "Bearer",
            "x-request-id", "req_5b0f2d9c1e",
            "server", "cloudflare");

    @Override
    public @Nullable String first(String name) {
        for (int i = 0; i < lines.length; i += 2) {
            if (lines[i].equalsIgnoreCase(name)) {
                return lines[i + 1];
            }
        }
        return null;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < lines.length; i += 2) {
            action.accept(lines[i], lines[i + 1]);
        }
    }
}
