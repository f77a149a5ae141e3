package io.gptload.gateway.catalog;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.Setting;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Removes log rows older than the setting {@code request_log_retention_days} allows; none when that is 0. */
final class LogRetention {

    /** How often it has to look. */
    static final Duration INTERVAL = Duration.ofHours(2);

    private static final Logger LOG = LoggerFactory.getLogger(LogRetention.class);

    private final JdbcStore store;

    LogRetention(JdbcStore store) {
        this.store = store;
    }

    /** Removes what is too old now. A database that does not answer is asked again next time. */
    void apply() {
        try {
            int days = store.settings()
                    .load(problem -> {}) // the catalogue tells of it
                    .number(Setting.REQUEST_LOG_RETENTION_DAYS);
            if (days > 0) {
                Instant now = store.options().time().instant();
                long removed = store.requestLogs().deleteBefore(now.minus(Duration.ofDays(days)));
                if (removed > 0) {
                    LOG.info("{} log rows older than {} days were removed", removed, days);
                }
            }
        } catch (DataAccessException e) {
            LOG.warn("Old log rows could not be removed, will try again: {}", e.getMessage());
        }
    }
}
