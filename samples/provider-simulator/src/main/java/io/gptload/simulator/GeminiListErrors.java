package io.gptload.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Errors of Gemini's OpenAI-compatible endpoints: the native error as the only element of an array. */
final class GeminiListErrors implements ErrorFormat {
    private final ErrorFormat plain = new GeminiErrors();

    @Override
    public ProviderError missingKey() {
        return listed(plain.missingKey());
    }

    @Override
    public ProviderError invalidKey(String key) {
        return listed(plain.invalidKey(key));
    }

    @Override
    public ProviderError rejectedKey() {
        return listed(plain.rejectedKey());
    }

    @Override
    public ProviderError forbiddenRegion() {
        return listed(plain.forbiddenRegion());
    }

    @Override
    public ProviderError suspended(String key) {
        return listed(plain.suspended(key));
    }

    @Override
    public ProviderError noModelAccess(String model) {
        return listed(plain.noModelAccess(model));
    }

    @Override
    public ProviderError outOfQuota(String model) {
        return listed(plain.outOfQuota(model));
    }

    @Override
    public ProviderError unknownModel(String model) {
        return listed(plain.unknownModel(model));
    }

    @Override
    public ProviderError badRequest(String message, @Nullable String field) {
        return listed(plain.badRequest(message, field));
    }

    @Override
    public ProviderError unknownPath(String method, String path) {
        return listed(plain.unknownPath(method, path));
    }

    @Override
    public ProviderError wrongMethod(String method, String path) {
        return listed(plain.wrongMethod(method, path));
    }

    @Override
    public ProviderError rateLimited(Reading reading, String model) {
        return listed(plain.rateLimited(reading, model));
    }

    @Override
    public ProviderError status(int status) {
        return listed(plain.status(status));
    }

    @Override
    public String streamEvent() {
        return plain.streamEvent();
    }

    private static ProviderError listed(ProviderError error) {
        return new ProviderError(error.status(), List.of(error.body()));
    }
}
