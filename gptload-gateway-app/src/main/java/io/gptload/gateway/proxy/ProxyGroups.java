package io.gptload.gateway.proxy;

import io.gptload.client.config.ModelRedirects;
import io.gptload.gateway.web.ClientKeys;
import org.jspecify.annotations.Nullable;

/** The groups the proxy offers. Looked at for every request: implementations answer from memory. Thread-safe. */
public interface ProxyGroups {

    /** The group of exactly that name, or {@code null}. */
    @Nullable
    ProxyGroup find(String name);

    /** What the standard group of that name makes of model names; no redirects if there is no such group. */
    default ModelRedirects redirects(String group) {
        return ModelRedirects.EMPTY;
    }

    /** Whether the group of that name, or a member of it, has model redirects. */
    default boolean redirectsModels(String group) {
        return !redirects(group).isEmpty();
    }

    /** The client keys that open every group. */
    ClientKeys globalKeys();
}
