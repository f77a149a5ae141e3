package io.gptload.client.store.shared;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.Setting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Removes what is older than is wanted. That several who share a database do so is no harm, as long as they want the same. Thread-safe. */
public final class Retention {

    /** How long usage is kept when nothing else is said, in days. */
    public static final int USAGE_DAYS = 90;

    /** How often it has to look. */
    public static final Duration INTERVAL = Duration.ofHours(2);

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final String what;
    private final JdbcStore store;
    private final IntSupplier days;
    private final ToLongFunction<Instant> removal;

    /**
     * @param what is removed
     * @param days how long it is kept; 0 for ever
     * @param removal removes all that is older and says how much it was
     */
    private Retention(String what, JdbcStore store, IntSupplier days, ToLongFunction<Instant> removal) {
        this.what = what;
        this.store = store;
        this.days = days;
        this.removal = removal;
    }

    /** Of rows of the request log, by the setting {@code request_log_retention_days}. */
    public static Retention ofLog(JdbcStore store) {
        IntSupplier days = () -> store.settings()
                .load(problem -> {}) // the catalogue tells of it
                .number(Setting.REQUEST_LOG_RETENTION_DAYS);
        return new Retention("log rows", store, days, store.requestLogs()::deleteBefore);
    }

    /** Of hours and days of usage. @param days how long they are kept; 0 for ever */
    public static Retention ofUsage(JdbcStore store, int days) {
        return new Retention(
                "rows of usage",
                store,
                () -> days,
                cut -> store.usage().deleteBefore(cut)
                        + store.clientUsage()
                                .deleteBefore(cut.atZone(ZoneOffset.UTC).toLocalDate()));
    }

    /** Of entries of the audit log. @param days how long they are kept; 0 for ever */
    public static Retention ofAudit(JdbcStore store, int days) {
        return new Retention("entries of the audit log", store, () -> days, store.audit()::deleteBefore);
    }

    /** Removes what is too old now. A database that does not answer is asked again next time. */
    public void apply() {
        try {
            int kept = days.getAsInt();
            if (kept > 0) {
                Instant now = store.options().time().instant();
                long removed = removal.applyAsLong(now.minus(Duration.ofDays(kept)));
                if (removed > 0) {
                    LOG.info("{} {} older than {} days were removed", removed, what, kept);
                }
            }
        } catch (DataAccessException e) {
            LOG.warn("Old {} could not be removed, will try again: {}", what, e.getMessage());
        }
    }
}
