package io.gptload.gateway.admin.clientkey;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gptload.client.store.jdbc.ClientKeyRow;
import io.gptload.client.store.jdbc.ClientUsage;
import io.gptload.gateway.clientkey.ClientToken;
import io.gptload.gateway.web.LocalTime;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client key as it is listed.
 *
 * @param key by which people know it: its beginning and its last letters
 * @param state {@code active}, {@code disabled} or {@code expired}
 * @param groupIds the groups it may call, those that are gone too; empty for all
 * @param groups the names of those that are there
 * @param models empty for all
 * @param requestsPerMinute 0 for no limit, as with the limits of a day
 * @param today what was used since the day of UTC began
 */
@JsonInclude
public record ClientKeyItem(
        long id,
        String name,
        String note,
        String key,
        boolean enabled,
        String state,
        @Nullable OffsetDateTime expiresAt,
        List<Long> groupIds,
        List<String> groups,
        List<String> models,
        int requestsPerMinute,
        long dailyRequests,
        long dailyTokens,
        @Nullable OffsetDateTime lastUsedAt,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        long version,
        Used today) {

    /** What was used. @param refused calls that a limit refused */
    public record Used(long requests, long refused, long promptTokens, long completionTokens, long totalTokens) {

        static Used of(ClientUsage usage) {
            return new Used(
                    usage.requests(), usage.refused(), usage.promptTokens(), usage.completionTokens(), usage.tokens());
        }
    }

    static ClientKeyItem of(ClientKeyRow row, Map<Long, String> groupNames, ClientUsage today, Instant now) {
        return new ClientKeyItem(
                row.id(),
                row.name(),
                row.note(),
                ClientToken.PREFIX + "****" + row.tail(),
                row.enabled(),
                !row.enabled() ? "disabled" : row.isExpired(now) ? "expired" : "active",
                LocalTime.ofNullable(row.expiresAt()),
                row.groupIds(),
                row.groupIds().stream()
                        .map(groupNames::get)
                        .filter(Objects::nonNull)
                        .toList(),
                row.models(),
                row.requestsPerMinute(),
                row.dailyRequests(),
                row.dailyTokens(),
                LocalTime.ofNullable(row.lastUsedAt()),
                LocalTime.of(row.createdAt()),
                LocalTime.of(row.updatedAt()),
                row.version(),
                Used.of(today));
    }
}
