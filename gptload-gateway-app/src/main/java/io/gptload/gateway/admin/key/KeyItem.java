package io.gptload.gateway.admin.key;

import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.KeyRow;
import io.gptload.gateway.web.LocalTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A key as it is listed. */
record KeyItem(
        long id,
        String keyValue,
        String keyHash,
        long groupId,
        String status,
        String notes,
        long requestCount,
        long failureCount,
        @Nullable OffsetDateTime lastUsedAt,
        @Nullable OffsetDateTime createdAt,
        @Nullable OffsetDateTime updatedAt) {

    private static final String UNREADABLE = "failed-to-decrypt";

    static KeyItem of(KeyRow row, KeyCipher cipher) {
        String revealed = row.reveal(cipher);
        return new KeyItem(
                row.id(),
                revealed == null ? UNREADABLE : revealed,
                row.hash(),
                row.groupId(),
                row.status().id(),
                row.notes(),
                row.requestCount(),
                row.failureCount(),
                LocalTime.ofNullable(row.lastUsedAt()),
                LocalTime.ofNullable(row.createdAt()),
                LocalTime.ofNullable(row.updatedAt()));
    }

    @Override
    public String toString() {
        return "KeyItem[" + id + "]";
    }
}
