package io.gptload.gateway.admin.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.LoggedClient;
import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.gateway.web.LocalTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as it is listed; gpt-load knows all fields but the last.
 *
 * @param client whose call it was, if it was made with the key of a client
 */
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
        String requestBody,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String client) {

    private static final String UNREADABLE = "failed-to-decrypt";

    static LogItem of(RequestLogRow row, KeyCipher cipher, @Nullable LoggedClient client) {
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
                row.requestBody(),
                client == null ? null : client.name());
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
