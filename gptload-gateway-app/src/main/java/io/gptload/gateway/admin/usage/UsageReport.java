package io.gptload.gateway.admin.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gptload.client.store.jdbc.UsageTotals;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The usage of a span.
 *
 * @param by what the items are: {@code hour}, {@code key}, {@code model} or {@code group}
 * @param more whether there are more items than were asked for
 * @param total of all of them, those left out too
 */
public record UsageReport(
        OffsetDateTime from, OffsetDateTime to, String by, List<Item> items, boolean more, Sums total) {

    /**
     * The usage of one hour, key, model or group; what it is not summed up by is {@code null}.
     *
     * @param keyId 0 for keys that were gone when the usage was written
     * @param key the key without its middle; {@code null} when it is gone
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            @Nullable OffsetDateTime hour,
            @Nullable Long groupId,
            @Nullable String groupName,
            @Nullable Long keyId,
            @Nullable String key,
            @Nullable String model,
            @JsonUnwrapped Sums sums) {}

    /**
     * Calls and their tokens.
     *
     * @param callsWithoutUsage calls whose answers did not say what they took
     * @param cachedTokens the part of the prompt's that came from a cache
     */
    public record Sums(
            long calls,
            long callsWithoutUsage,
            long promptTokens,
            long completionTokens,
            long cachedTokens,
            long totalTokens) {

        static Sums of(UsageTotals totals) {
            return new Sums(
                    totals.calls(),
                    totals.untold(),
                    totals.tokens().prompt(),
                    totals.tokens().completion(),
                    totals.tokens().cached(),
                    totals.tokens().total());
        }
    }
}
