package io.gptload.gateway.admin.key;

import io.gptload.client.store.jdbc.KeyStatus;
import io.gptload.gateway.web.ApiException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The status keys are asked for by. */
final class StatusFilter {

    private StatusFilter() {}

    /** {@code null} for any. @throws ApiException 400 if it is neither a status nor empty */
    static @Nullable KeyStatus of(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return Arrays.stream(KeyStatus.values())
                .filter(status -> status.id().equals(text))
                .findFirst()
                .orElseThrow(() -> ApiException.validation("validation.invalid_status_filter"));
    }
}
