package io.gptload.gateway.admin.clientkey;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What clients used in some days of UTC.
 *
 * @param items the newest day first
 * @param more whether there are more than were asked for
 */
record ClientUsageReport(LocalDate from, LocalDate to, List<Item> items, boolean more) {

    /** What a client used on one day. @param clientName {@code null} when its key is gone */
    @JsonInclude
    record Item(
            LocalDate day,
            long clientId,
            @Nullable String clientName,
            @JsonUnwrapped ClientKeyItem.Used used) {}
}
