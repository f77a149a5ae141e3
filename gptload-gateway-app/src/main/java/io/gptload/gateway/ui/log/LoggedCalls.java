package io.gptload.gateway.ui.log;

import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.LogVerdict;
import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.gateway.ui.AttemptBar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts the rows of a call together again. Thread-safe. */
@Component
class LoggedCalls {

    private static final String UNREADABLE = "****";

    private final JdbcStore store;

    LoggedCalls(JdbcStore store) {
        this.store = store;
    }

    /** The call a row is of. */
    LoggedCall of(RequestLogRow one) {
        List<RequestLogRow> rows = store.requestLogs().call(one.id());
        Map<String, LogVerdict> verdicts = store.requestLogs()
                .verdicts(rows.stream().map(RequestLogRow::id).toList());
        long all = rows.stream().mapToLong(RequestLogRow::durationMillis).max().orElse(0);
        List<AttemptBar> bars = new ArrayList<>();
        long from = 0;
        for (RequestLogRow row : rows) {
            LogVerdict verdict = verdicts.get(row.id());
            long to = Math.max(from, row.durationMillis()); // each row tells the time since the call came in
            bars.add(AttemptBar.between(
                    from,
                    to,
                    all,
                    bars.size() + 1,
                    row.groupName(),
                    masked(row),
                    row.upstreamAddr(),
                    row.statusCode(),
                    category(row, verdict),
                    verdict == null ? "" : verdict.ruleId(),
                    row.errorMessage()));
            from = to;
        }
        return new LoggedCall(bars, all);
    }

    private static @Nullable Category category(RequestLogRow row, @Nullable LogVerdict verdict) {
        if (verdict == null) {
            return row.success() ? Category.SUCCESS : null;
        }
        return Arrays.stream(Category.values())
                .filter(category -> category.id().equals(verdict.category()))
                .findFirst()
                .orElse(null);
    }

    /** The key of a row as it may be shown; empty for none. */
    String masked(RequestLogRow row) {
        String secret = row.reveal(store.options().cipher());
        if (secret == null) {
            return UNREADABLE;
        }
        return secret.isEmpty() ? "" : KeyRef.of(secret).masked();
    }
}
