package io.gptload.client.store.jdbc;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The usage of one hour, key, model or group; what it is not summed up by is {@code null}.
 *
 * @param hour the start of the hour
 * @param groupId the group whose keys were used: for calls through an aggregate, its member; set for keys and groups
 * @param keyId 0 for keys that were gone when the usage was written
 * @param model as it was asked for
 */
public record UsageRow(
        @Nullable Instant hour,
        @Nullable Long groupId,
        @Nullable Long keyId,
        @Nullable String model,
        UsageTotals totals) {}
