package io.gptload.simulator;

import org.jspecify.annotations.Nullable;

/** How a provider words its errors. */
interface ErrorFormat {
    ProviderError missingKey();

    ProviderError invalidKey(String key);

    /** A 401 without any marker of its cause. */
    ProviderError rejectedKey();

    ProviderError forbiddenRegion();

    ProviderError suspended(String key);

    ProviderError noModelAccess(String model);

    ProviderError outOfQuota(String model);

    ProviderError unknownModel(String model);

    ProviderError badRequest(String message, @Nullable String field);

    ProviderError unknownPath(String method, String path);

    ProviderError wrongMethod(String method, String path);

    ProviderError rateLimited(Reading reading, String model);

    /** The error a provider sends with this status when there is nothing more to say. */
    ProviderError status(int status);

    /** An error as an event of a stream whose response already is a 200. */
    String streamEvent();
}
