package io.gptload.gateway.admin.key;

import io.gptload.client.StandardGroup;
import io.gptload.client.event.KeyRef;
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

    /** @param known the group as calls know it; {@code null} if it cannot be called */
    static KeyItem of(KeyRow row, KeyCipher cipher, @Nullable StandardGroup known) {
        String revealed = row.reveal(cipher);
        // failures are stored once they made a key invalid
        int strikes = known == null || revealed == null ? 0 : known.strikes(KeyRef.of(revealed));
        return new KeyItem(
                row.id(),
                revealed == null ? UNREADABLE : revealed,
                row.hash(),
                row.groupId(),
                row.status().id(),
                row.notes(),
                row.requestCount(),
                Math.max(row.failureCount(), strikes),
                LocalTime.ofNullable(row.lastUsedAt()),
                LocalTime.ofNullable(row.createdAt()),
                LocalTime.ofNullable(row.updatedAt()));
    }

    @Override
    public String toString() {
        return "KeyItem[" + id + "]";
    }
}
