package io.gptload.gateway.admin.log;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.RequestLogFilter;
import io.gptload.gateway.admin.PendingWrites;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The keys that were used, as comma separated values. Thread-safe. */
@Component
public class LogTable {

    private final JdbcStore store;
    private final PendingWrites pending;

    LogTable(JdbcStore store, PendingWrites pending) {
        this.store = store;
        this.pending = pending;
    }

    /** Each key once, with the group and status of its last row. @param parameters as {@link LogQuery} takes them */
    public String of(Map<String, String> parameters) {
        pending.write();
        CsvText csv = new CsvText();
        csv.line("key_value", "group_name", "status_code");
        KeyCipher cipher = store.options().cipher();
        RequestLogFilter filter = LogQuery.filter(parameters, cipher);
        store.requestLogs()
                .forEachKey(
                        filter,
                        row -> csv.line(
                                LogItem.revealed(row, cipher), row.groupName(), Integer.toString(row.statusCode())));
        return csv.text();
    }
}
