package io.gptload.gateway.catalog;

import io.gptload.client.store.jdbc.JdbcStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Removes hours and days of usage that are older than is wanted. */
final class UsageRetention {

    private static final Logger LOG = LoggerFactory.getLogger(UsageRetention.class);

    private final JdbcStore store;
    private final int days;

    /** @param days how long usage is kept; 0 for ever */
    UsageRetention(JdbcStore store, int days) {
        if (days < 0) {
            throw new IllegalArgumentException(
                    "gptload.gateway.usage-retention-days: must be 0 (for ever) or more, but is " + days);
        }
        this.store = store;
        this.days = days;
    }

    /** Removes what is too old now. A database that does not answer is asked again next time. */
    void apply() {
        if (days == 0) {
            return;
        }
        try {
            Instant cut = store.options().time().instant().minus(Duration.ofDays(days));
            long removed = store.usage().deleteBefore(cut)
                    + store.clientUsage()
                            .deleteBefore(cut.atZone(ZoneOffset.UTC).toLocalDate());
            if (removed > 0) {
                LOG.info("{} rows of usage older than {} days were removed", removed, days);
            }
        } catch (DataAccessException e) {
            LOG.warn("Old usage could not be removed, will try again: {}", e.getMessage());
        }
    }
}
