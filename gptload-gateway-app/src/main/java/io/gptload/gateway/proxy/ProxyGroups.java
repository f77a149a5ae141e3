package io.gptload.gateway.proxy;

import io.gptload.gateway.web.ClientKeys;
import org.jspecify.annotations.Nullable;

/** The groups the proxy offers. Looked at for every request: implementations answer from memory. Thread-safe. */
public interface ProxyGroups {

    /** The group of exactly that name, or {@code null}. */
    @Nullable
    ProxyGroup find(String name);

    /** The client keys that open every group. */
    ClientKeys globalKeys();
}
