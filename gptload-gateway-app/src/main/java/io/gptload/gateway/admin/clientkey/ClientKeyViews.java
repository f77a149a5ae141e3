package io.gptload.gateway.admin.clientkey;

import io.gptload.client.store.jdbc.ClientKeyRow;
import io.gptload.client.store.jdbc.ClientUsage;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.Page;
import io.gptload.gateway.clientkey.ClientUsageSync;
import io.gptload.gateway.web.Paging;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Shows client keys with what they used today, up to this moment here and to the last second elsewhere. Thread-safe. */
@Component
public class ClientKeyViews {

    private final JdbcStore store;
    private final ClientUsageSync sync;

    ClientKeyViews(JdbcStore store, ClientUsageSync sync) {
        this.store = store;
        this.sync = sync;
    }

    /** Some of those whose name or note contains a text, by name; all for the empty text. */
    public Page<ClientKeyItem> page(String text, Paging paging) {
        sync.flush();
        Page<ClientKeyRow> rows = store.clientKeys().page(text, paging.offset(), paging.size());
        return new Page<>(items(rows.items()), rows.total());
    }

    /** One. */
    public ClientKeyItem of(ClientKeyRow row) {
        sync.flush();
        return items(List.of(store.clientKeys().find(row.id()).orElse(row))).get(0);
    }

    private List<ClientKeyItem> items(List<ClientKeyRow> rows) {
        Map<Long, String> groups =
                store.groups().list().stream().collect(Collectors.toMap(GroupRow::id, GroupRow::name));
        Map<Long, ClientUsage> today = store.clientUsage().of(LocalDate.now(ZoneOffset.UTC));
        Instant now = Instant.now();
        return rows.stream()
                .map(row -> ClientKeyItem.of(row, groups, today.getOrDefault(row.id(), ClientUsage.NONE), now))
                .toList();
    }
}
