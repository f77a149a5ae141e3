package io.gptload.gateway.admin.log;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.gateway.web.LocalTime;
import java.time.OffsetDateTime;

/** An attempt as it is listed. */
record LogItem(
        String id,
        OffsetDateTime timestamp,
        long groupId,
        String groupName,
        long parentGroupId,
        String parentGroupName,
        String keyValue,
        String keyHash,
        String model,
        @JsonProperty("is_success") boolean success,
        String sourceIp,
        int statusCode,
        String requestPath,
        long durationMs,
        String errorMessage,
        String userAgent,
        String requestType,
        String upstreamAddr,
        @JsonProperty("is_stream") boolean stream,
        String requestBody) {

    private static final String UNREADABLE = "failed-to-decrypt";

    static LogItem of(RequestLogRow row, KeyCipher cipher) {
        return new LogItem(
                row.id(),
                LocalTime.of(row.timestamp()),
                row.groupId(),
                row.groupName(),
                row.parentGroupId(),
                row.parentGroupName(),
                revealed(row, cipher),
                row.keyHash(),
                row.model(),
                row.success(),
                row.sourceIp(),
                row.statusCode(),
                row.requestPath(),
                row.durationMillis(),
                row.errorMessage(),
                row.userAgent(),
                row.requestType(),
                row.upstreamAddr(),
                row.stream(),
                row.requestBody());
    }

    /** The key in clear, empty for none. */
    static String revealed(RequestLogRow row, KeyCipher cipher) {
        String revealed = row.reveal(cipher);
        return revealed == null ? UNREADABLE : revealed;
    }

    @Override
    public String toString() {
        return "LogItem[" + id + "]";
    }
}
