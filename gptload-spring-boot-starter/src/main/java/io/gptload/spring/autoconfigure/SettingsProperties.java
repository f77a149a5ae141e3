package io.gptload.spring.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * How groups behave. What is not set is as in gptload.settings, and there as the engine has it.
 *
 * @param maxRetries how often a call is sent again after an upstream failed; 3 by default
 * @param maxKeyRotations how often a call is sent again with another key, as the one before was to blame; 20 by default
 * @param blacklistThreshold failures of its own in a row that take a key out; 3 by default, 0 for never
 * @param failoverStatusCodes statuses that may lead to another attempt; 400-403,405-999 by default
 * @param failurePolicy who decides whom a failure is blamed on: smart (the default) or gpt-load
 * @param maxWait how long a call may wait for a key to come back; not at all by default
 * @param keyBudgets what every key may be used for, such as 30 requests/minute, 6000 tokens/minute, gpt-4o: 50 requests/day; no
 *     limit by default
 * @param requestTimeout time for a call with all its attempts, unless it streams; 10 minutes by default
 * @param connectTimeout time to connect to an upstream; 15 seconds by default
 * @param responseHeaderTimeout time from sending a request to the first byte of its response; 10 minutes by default
 * @param streamIdleTimeout longest pause within a response; 5 minutes by default
 * @param idleConnTimeout how long an unused connection is kept; 2 minutes by default
 * @param maxIdleConns how many unused connections are kept; 100 by default
 * @param maxReplayBody largest request body that is kept to be sent again; 32 MB by default
 * @param proxyUrl proxy on the way to the upstreams: http, https or socks5
 */
public record SettingsProperties(
        @Nullable Integer maxRetries,
        @Nullable Integer maxKeyRotations,
        @Nullable Integer blacklistThreshold,
        @Nullable String failoverStatusCodes,
        @Nullable String failurePolicy,
        @Nullable Duration maxWait,
        @Nullable String keyBudgets,
        @Nullable Duration requestTimeout,
        @Nullable Duration connectTimeout,
        @Nullable Duration responseHeaderTimeout,
        @Nullable Duration streamIdleTimeout,
        @Nullable Duration idleConnTimeout,
        @Nullable Integer maxIdleConns,
        @Nullable DataSize maxReplayBody,
        @Nullable String proxyUrl) {

    /** Without the URL of the proxy, which may hold a password. */
    @Override
    public String toString() {
        return "SettingsProperties[proxy=" + (proxyUrl != null) + "]";
    }
}
