package io.gptload.client.store.jdbc;

import org.jspecify.annotations.Nullable;

/** A store that cannot be opened. The message says why and what to do; no secret is in it. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
