package io.gptload.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key the provider knows, and what happens to requests that carry it. Immutable; the methods that are not getters return a
 * changed copy.
 */
public final class SimulatedKey {
    private final Settings settings;

    private record Settings(
            String value,
            KeyBehaviour behaviour,
            List<RateLimit> limits,
            List<String> deniedModels,
            LimitScope scope,
            @Nullable String account,
            boolean rateLimitHeaders,
            boolean retryAfterMillis) {}

    private SimulatedKey(Settings settings) {
        this.settings = settings;
    }

    /**
     * A key with the given behaviour and no limits.
     *
     * @param value the key
     * @param behaviour how the provider treats it
     * @return the key
     */
    public static SimulatedKey of(String value, KeyBehaviour behaviour) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a key must not be blank");
        }
        return new SimulatedKey(
                new Settings(value, behaviour, List.of(), List.of(), LimitScope.PER_KEY, null, true, false));
    }

    /** A key that works: {@link KeyBehaviour#VALID}. */
    public static SimulatedKey valid(String value) {
        return of(value, KeyBehaviour.VALID);
    }

    /** A key that does not exist: {@link KeyBehaviour#INVALID}. */
    public static SimulatedKey invalid(String value) {
        return of(value, KeyBehaviour.INVALID);
    }

    /** A key refused without a reason: {@link KeyBehaviour#REJECTED}. */
    public static SimulatedKey rejected(String value) {
        return of(value, KeyBehaviour.REJECTED);
    }

    /** A key refused for the region: {@link KeyBehaviour#FORBIDDEN}. */
    public static SimulatedKey forbidden(String value) {
        return of(value, KeyBehaviour.FORBIDDEN);
    }

    /** A key of a suspended account: {@link KeyBehaviour#SUSPENDED}. */
    public static SimulatedKey suspended(String value) {
        return of(value, KeyBehaviour.SUSPENDED);
    }

    /** A key whose credit is used up: {@link KeyBehaviour#OUT_OF_QUOTA}. */
    public static SimulatedKey outOfQuota(String value) {
        return of(value, KeyBehaviour.OUT_OF_QUOTA);
    }

    /** A key that works, but not for the given model. */
    public static SimulatedKey noModelAccess(String value, String model) {
        return valid(value).denyingModel(model);
    }

    /** A key with a limit on requests. */
    public static SimulatedKey limited(String value, long requests, Duration window) {
        return valid(value).limit(new RateLimit(RateLimit.Unit.REQUESTS, requests, window));
    }

    /** A key with a limit on tokens. */
    public static SimulatedKey limitedTokens(String value, long tokens, Duration window) {
        return valid(value).limit(new RateLimit(RateLimit.Unit.TOKENS, tokens, window));
    }

    /** Adds a limit; all limits of a key apply at once. There is at most one for each unit, the last one counts. */
    public SimulatedKey limit(RateLimit limit) {
        List<RateLimit> limits = new ArrayList<>(settings.limits);
        limits.removeIf(other -> other.unit() == limit.unit());
        limits.add(limit);
        return copy(limits, settings.deniedModels, settings.scope, settings.account);
    }

    /** Refuses this model to the key. */
    public SimulatedKey denyingModel(String model) {
        List<String> denied = new ArrayList<>(settings.deniedModels);
        denied.add(model);
        return copy(settings.limits, denied, settings.scope, settings.account);
    }

    /** Counts limits for each model apart. */
    public SimulatedKey perModel() {
        LimitScope scope = LimitScope.of(settings.scope.perAccount(), true);
        return copy(settings.limits, settings.deniedModels, scope, settings.account);
    }

    /** Puts the key into an account; limits are then counted over all keys of the account. */
    public SimulatedKey account(String name) {
        LimitScope scope = LimitScope.of(true, settings.scope.perModel());
        return copy(settings.limits, settings.deniedModels, scope, name);
    }

    /** Leaves out all headers about rate limits, {@code retry-after} included. */
    public SimulatedKey withoutRateLimitHeaders() {
        return flags(false, settings.retryAfterMillis);
    }

    /** Adds {@code retry-after-ms} to a 429. */
    public SimulatedKey withRetryAfterMillis() {
        return flags(settings.rateLimitHeaders, true);
    }

    /** Returns the key itself. */
    public String value() {
        return settings.value;
    }

    /** Returns how the provider treats the key. */
    public KeyBehaviour behaviour() {
        return settings.behaviour;
    }

    /** Returns the limits, if any. */
    public List<RateLimit> limits() {
        return settings.limits;
    }

    /** Returns the models refused to this key. */
    public List<String> deniedModels() {
        return settings.deniedModels;
    }

    /** Returns who shares the counters of the limits. */
    public LimitScope scope() {
        return settings.scope;
    }

    /** Returns the account, or null. */
    public @Nullable String account() {
        return settings.account;
    }

    /** Returns whether answers carry headers about rate limits. */
    public boolean rateLimitHeaders() {
        return settings.rateLimitHeaders;
    }

    /** Returns whether a 429 carries {@code retry-after-ms}. */
    public boolean retryAfterMillis() {
        return settings.retryAfterMillis;
    }

    private SimulatedKey copy(
            List<RateLimit> limits, List<String> deniedModels, LimitScope scope, @Nullable String account) {
        return new SimulatedKey(new Settings(
                settings.value,
                settings.behaviour,
                List.copyOf(limits),
                List.copyOf(deniedModels),
                scope,
                account,
                settings.rateLimitHeaders,
                settings.retryAfterMillis));
    }

    private SimulatedKey flags(boolean headers, boolean millis) {
        return new SimulatedKey(new Settings(
                settings.value,
                settings.behaviour,
                settings.limits,
                settings.deniedModels,
                settings.scope,
                settings.account,
                headers,
                millis));
    }

    @Override
    public String toString() {
        return Credentials.mask(settings.value) + " " + settings.behaviour + " " + settings.limits;
    }
}
