package io.gptload.gateway.admin.usage;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyRow;
import io.gptload.client.store.jdbc.UsageQuery;
import io.gptload.client.store.jdbc.UsageRow;
import io.gptload.client.wire.Masking;
import io.gptload.gateway.admin.PendingWrites;
import io.gptload.gateway.web.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers what was used, with names for people. Thread-safe. */
@Component
public class UsageReports {

    private static final String UNREADABLE = "failed-to-decrypt";

    private final JdbcStore store;
    private final PendingWrites pending;

    UsageReports(JdbcStore store, PendingWrites pending) {
        this.store = store;
        this.pending = pending;
    }

    /**
     * The usage of a span, up to this moment.
     *
     * @param limit the most items; 1 or more
     */
    public UsageReport report(UsageQuery query, UsageQuery.By by, int limit) {
        pending.write();
        List<UsageRow> rows = store.usage().list(query, by, limit + 1);
        Map<Long, String> groups =
                store.groups().list().stream().collect(Collectors.toMap(GroupRow::id, GroupRow::name));
        return new UsageReport(
                LocalTime.of(query.from()),
                LocalTime.of(query.to()),
                by.id(),
                rows.stream().limit(limit).map(row -> item(row, groups)).toList(),
                rows.size() > limit,
                UsageReport.Sums.of(store.usage().total(query)));
    }

    private UsageReport.Item item(UsageRow row, Map<Long, String> groups) {
        Long group = row.groupId();
        Long key = row.keyId();
        return new UsageReport.Item(
                LocalTime.ofNullable(row.hour()),
                group,
                group == null ? null : groups.get(group),
                key,
                key == null ? null : masked(key),
                row.model(),
                UsageReport.Sums.of(row.totals()));
    }

    private @Nullable String masked(long keyId) {
        KeyRow row = store.keys().find(keyId).orElse(null);
        if (row == null) {
            return null;
        }
        String revealed = row.reveal(store.options().cipher());
        return revealed == null ? UNREADABLE : Masking.mask(revealed);
    }
}
