package io.gptload.client.store.jdbc;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of a database: brought up to date, or found to be. */
final class Schema {

    private static final String HISTORY = "gptload_schema_history";
    private static final String MIGRATIONS = "classpath:io/gptload/client/store/jdbc/";

    private final Flyway flyway;

    Schema(DataSource source, Dialect dialect) {
        this.flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(source)
                .locations(MIGRATIONS + dialect.id())
                .javaMigrations(migrations(dialect))
                .placeholders(dialect instanceof MySqlDialect ? Map.of("exact", exactCollation(source)) : Map.of())
                .table(HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }

    /** MariaDB and MySQL call it differently, and what MySQL calls it is another one in MariaDB; older ones have only one that does not see blanks at the end. */
    private static String exactCollation(DataSource source) {
        return JdbcClient.create(source)
                .sql("SELECT collation_name FROM information_schema.collations"
                        + " WHERE collation_name IN ('utf8mb4_nopad_bin', 'utf8mb4_0900_bin')"
                        + " ORDER BY collation_name DESC LIMIT 1")
                .query(String.class)
                .optional()
                .orElse("utf8mb4_bin");
    }

    private static JavaMigration[] migrations(Dialect dialect) {
        return dialect instanceof ServerDialect
                ? new JavaMigration[] {new OlderTablesMigration(dialect), new IndexesMigration(dialect)}
                : new JavaMigration[] {new OlderFilesMigration()};
    }

    /**
     * Makes and completes the tables; several processes may do so at once.
     *
     * @param allowed if not, they are only looked at
     * @throws StoreException if they are not as they should be and cannot be made so
     */
    void prepare(boolean allowed) {
        try {
            MigrationInfoService info = flyway.info();
            refuseNewer(info);
            if (info.pending().length == 0 && !hasFailed(info)) {
                return;
            }
            if (!allowed) {
                throw new StoreException(
                        "The tables are missing or those of an older version: let the store make them, or open it once"
                                + " with an account that may",
                        null);
            }
            if (hasFailed(info)) {
                flyway.repair(); // forgets the attempt that was interrupted
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StoreException("The tables cannot be brought up to date: " + reason(e), e);
        }
    }

    private static void refuseNewer(MigrationInfoService info) {
        for (MigrationInfo each : info.all()) {
            if (each.getState() == MigrationState.FUTURE_SUCCESS || each.getState() == MigrationState.FUTURE_FAILED) {
                throw new StoreException(
                        "The tables are those of a newer version (schema " + each.getVersion()
                                + "), which this one does not know: use at least that version",
                        null);
            }
        }
    }

    private static boolean hasFailed(MigrationInfoService info) {
        return Arrays.stream(info.all()).anyMatch(each -> each.getState().isFailed());
    }

    /** What the database said; Flyway's own text holds the whole statement. */
    private static String reason(FlywayException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        if (message.contains("denied")) {
            return message + " (the account must have the right to make and to change tables)";
        }
        return message.startsWith("Unsupported Database")
                ? message
                        + ": add org.flywaydb:flyway-mysql or org.flywaydb:flyway-database-postgresql to the class path"
                : message;
    }
}
