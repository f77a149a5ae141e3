package io.gptload.gateway.catalog;

import io.gptload.client.store.jdbc.CipherCheck;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.config.InvalidSettingsException;
import io.gptload.gateway.config.Problem;
import java.util.List;

/** Whether {@code ENCRYPTION_KEY} fits what is stored. */
final class StoredKeysCheck {

    private static final String ANYWAY =
            "; to start without these keys, set gptload.gateway.accept-unreadable-keys to true";

    private StoredKeysCheck() {}

    /**
     * Looks at some keys.
     *
     * @throws InvalidSettingsException if there are keys and none of them can be read
     */
    static void check(JdbcStore store, boolean encrypted) {
        if (!CipherCheck.fits(store)) {
            throw new InvalidSettingsException(List.of(
                    encrypted
                            ? new Problem(
                                    "ENCRYPTION_KEY",
                                    "the stored keys were encrypted with another one",
                                    "Give that one" + ANYWAY)
                            : new Problem(
                                    "ENCRYPTION_KEY",
                                    "it is not set, but the stored keys are encrypted",
                                    "Set it to the one they were encrypted with" + ANYWAY)));
        }
    }
}
