package io.gptload.gateway.catalog;

import io.gptload.client.store.jdbc.JdbcStore;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Removes entries of the audit log that are older than is wanted. */
final class AuditRetention {

    private static final Logger LOG = LoggerFactory.getLogger(AuditRetention.class);

    private final JdbcStore store;
    private final int days;

    /** @param days how long entries are kept; 0 for ever */
    AuditRetention(JdbcStore store, int days) {
        if (days < 0) {
            throw new IllegalArgumentException(
                    "gptload.gateway.audit-retention-days: must be 0 (for ever) or more, but is " + days);
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
            long removed =
                    store.audit().deleteBefore(store.options().time().instant().minus(Duration.ofDays(days)));
            if (removed > 0) {
                LOG.info("{} entries of the audit log older than {} days were removed", removed, days);
            }
        } catch (DataAccessException e) {
            LOG.warn("Old entries of the audit log could not be removed, will try again: {}", e.getMessage());
        }
    }
}
