package io.gptload.client.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a group behaves. Names, meaning and defaults are gpt-load's where it has the setting. Immutable.
 *
 * @param maxRetries how often a call is sent again after an upstream failure; 0 or more
 * @param maxKeyRotations how often a call is sent again with another key because the key was to blame; 0 or more
 * @param blacklistThreshold consecutive failures of its own that make a key invalid; 0 for never
 * @param failoverStatusCodes statuses that may lead to another attempt; all others are relayed at once
 * @param failurePolicy who decides whom a failure is blamed on
 * @param requestTimeout the whole call with all its attempts, unless it streams; above zero
 * @param connectTimeout to connect to an upstream; above zero
 * @param responseHeaderTimeout from sending a request to the response's first byte; above zero
 * @param streamIdleTimeout the longest pause within a response's body; above zero
 * @param idleConnTimeout how long an unused connection is kept; above zero
 * @param maxIdleConns how many unused connections are kept; above 0
 * @param maxWait how long a call may wait for a key to come back; zero for not at all
 * @param keyBudgets what every key may be used for in a second, minute, hour or day
 * @param maxReplayBody the largest request body kept in memory to be sent again, in bytes; 0 or more
 * @param proxyUrl the proxy to reach upstreams through ({@code http}, {@code https} or {@code socks5}); {@code null} for
 *     the machine's default
 */
public record GroupSettings(
        int maxRetries,
        int maxKeyRotations,
        int blacklistThreshold,
        StatusCodes failoverStatusCodes,
        FailurePolicyMode failurePolicy,
        Duration requestTimeout,
        Duration connectTimeout,
        Duration responseHeaderTimeout,
        Duration streamIdleTimeout,
        Duration idleConnTimeout,
        int maxIdleConns,
        Duration maxWait,
        KeyBudgets keyBudgets,
        long maxReplayBody,
        @Nullable String proxyUrl) {

    /** All defaults. */
    public static final GroupSettings DEFAULTS = builder().build();

    /** Who decides whom a failure is blamed on. */
    public enum FailurePolicyMode {
        /** Blames the request, the key, the model, the account or the upstream, by what the failure says. */
        SMART("smart"),
        /** As the original: every failure counts against the key, and successes do not make up for it. */
        GPT_LOAD("gpt-load");

        private final String id;

        FailurePolicyMode(String id) {
            this.id = id;
        }

        /** The name used in configuration. */
        public String id() {
            return id;
        }

        /** @throws ConfigurationException if there is no such mode */
        public static FailurePolicyMode parse(String id) {
            return Arrays.stream(values())
                    .filter(mode -> mode.id.equals(id))
                    .findFirst()
                    .orElseThrow(() -> new ConfigurationException(
                            "failure_policy",
                            id,
                            Requirement.ONE_OF,
                            Arrays.stream(values()).map(FailurePolicyMode::id).collect(Collectors.joining(", "))));
        }
    }

    /** @throws ConfigurationException if a number or a duration is out of its range */
    public GroupSettings {
        atLeast("max_retries", maxRetries, 0);
        atLeast("max_key_rotations", maxKeyRotations, 0);
        atLeast("blacklist_threshold", blacklistThreshold, 0);
        positive("request_timeout", requestTimeout);
        positive("connect_timeout", connectTimeout);
        positive("response_header_timeout", responseHeaderTimeout);
        positive("stream_idle_timeout", streamIdleTimeout);
        positive("idle_conn_timeout", idleConnTimeout);
        atLeast("max_idle_conns", maxIdleConns, 1);
        if (maxWait.isNegative()) {
            throw new ConfigurationException("max_wait", maxWait, Requirement.NOT_NEGATIVE);
        }
        atLeast("max_replay_body", maxReplayBody, 0);
        if (proxyUrl != null) {
            ProxyUrl.parse(proxyUrl);
        }
    }

    /** All of them; of the proxy only whether there is one, its URL may hold a password. */
    @Override
    public String toString() {
        return "GroupSettings[maxRetries=" + maxRetries + ", maxKeyRotations=" + maxKeyRotations
                + ", blacklistThreshold="
                + blacklistThreshold + ", failoverStatusCodes=" + failoverStatusCodes + ", failurePolicy="
                + failurePolicy.id() + ", requestTimeout=" + requestTimeout + ", connectTimeout=" + connectTimeout
                + ", responseHeaderTimeout=" + responseHeaderTimeout + ", streamIdleTimeout=" + streamIdleTimeout
                + ", idleConnTimeout=" + idleConnTimeout + ", maxIdleConns=" + maxIdleConns + ", maxWait=" + maxWait
                + ", keyBudgets=[" + keyBudgets + "]"
                + ", maxReplayBody=" + maxReplayBody + ", proxy=" + (proxyUrl != null) + "]";
    }

    private static void atLeast(String field, long value, long least) {
        if (value < least) {
            throw new ConfigurationException(field, value, Requirement.AT_LEAST, least);
        }
    }

    private static void positive(String field, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new ConfigurationException(field, value, Requirement.POSITIVE);
        }
    }

    /** A builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.maxRetries = maxRetries;
        builder.maxKeyRotations = maxKeyRotations;
        builder.blacklistThreshold = blacklistThreshold;
        builder.failoverStatusCodes = failoverStatusCodes;
        builder.failurePolicy = failurePolicy;
        builder.requestTimeout = requestTimeout;
        builder.connectTimeout = connectTimeout;
        builder.responseHeaderTimeout = responseHeaderTimeout;
        builder.streamIdleTimeout = streamIdleTimeout;
        builder.idleConnTimeout = idleConnTimeout;
        builder.maxIdleConns = maxIdleConns;
        builder.maxWait = maxWait;
        builder.keyBudgets = keyBudgets;
        builder.maxReplayBody = maxReplayBody;
        builder.proxyUrl = proxyUrl;
        return builder;
    }

    /** Collects settings; what is not set keeps its default. Not thread-safe. */
    public static final class Builder {

        private int maxRetries = 3;
        private int maxKeyRotations = 20;
        private int blacklistThreshold = 3;
        private StatusCodes failoverStatusCodes = StatusCodes.DEFAULT_FAILOVER;
        private FailurePolicyMode failurePolicy = FailurePolicyMode.SMART;
        private Duration requestTimeout = Duration.ofSeconds(600);
        private Duration connectTimeout = Duration.ofSeconds(15);
        private Duration responseHeaderTimeout = Duration.ofSeconds(600);
        private Duration streamIdleTimeout = Duration.ofSeconds(300);
        private Duration idleConnTimeout = Duration.ofSeconds(120);
        private int maxIdleConns = 100;
        private Duration maxWait = Duration.ZERO;
        private KeyBudgets keyBudgets = KeyBudgets.NONE;
        private long maxReplayBody = 32L << 20;
        private @Nullable String proxyUrl;

        private Builder() {}

        /** Default 3. */
        public Builder maxRetries(int value) {
            maxRetries = value;
            return this;
        }

        /** Default 20. */
        public Builder maxKeyRotations(int value) {
            maxKeyRotations = value;
            return this;
        }

        /** Default 3. */
        public Builder blacklistThreshold(int value) {
            blacklistThreshold = value;
            return this;
        }

        /** Default {@code 400-403,405-999}. */
        public Builder failoverStatusCodes(String value) {
            failoverStatusCodes = StatusCodes.parse(value);
            return this;
        }

        /** Default {@link FailurePolicyMode#SMART}. */
        public Builder failurePolicy(FailurePolicyMode value) {
            failurePolicy = value;
            return this;
        }

        /** Default 600 s. */
        public Builder requestTimeout(Duration value) {
            requestTimeout = value;
            return this;
        }

        /** Default 15 s. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        /** Default 600 s. */
        public Builder responseHeaderTimeout(Duration value) {
            responseHeaderTimeout = value;
            return this;
        }

        /** Default 300 s. */
        public Builder streamIdleTimeout(Duration value) {
            streamIdleTimeout = value;
            return this;
        }

        /** Default 120 s. */
        public Builder idleConnTimeout(Duration value) {
            idleConnTimeout = value;
            return this;
        }

        /** Default 100. */
        public Builder maxIdleConns(int value) {
            maxIdleConns = value;
            return this;
        }

        /** Default 0. */
        public Builder maxWait(Duration value) {
            maxWait = value;
            return this;
        }

        /** Default none. */
        public Builder keyBudgets(KeyBudgets value) {
            keyBudgets = value;
            return this;
        }

        /** As {@link #keyBudgets(KeyBudgets)}, written as there. @throws ConfigurationException if it does not follow the grammar */
        public Builder keyBudgets(String value) {
            return keyBudgets(KeyBudgets.parse(value));
        }

        /** Default 32 MiB. */
        public Builder maxReplayBody(long value) {
            maxReplayBody = value;
            return this;
        }

        /** Default none. */
        public Builder proxyUrl(@Nullable String value) {
            proxyUrl = value;
            return this;
        }

        /** @throws ConfigurationException if a number or a duration is out of its range */
        public GroupSettings build() {
            return new GroupSettings(
                    maxRetries,
                    maxKeyRotations,
                    blacklistThreshold,
                    failoverStatusCodes,
                    failurePolicy,
                    requestTimeout,
                    connectTimeout,
                    responseHeaderTimeout,
                    streamIdleTimeout,
                    idleConnTimeout,
                    maxIdleConns,
                    maxWait,
                    keyBudgets,
                    maxReplayBody,
                    proxyUrl);
        }
    }
}
