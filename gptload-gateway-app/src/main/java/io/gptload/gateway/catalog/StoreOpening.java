package io.gptload.gateway.catalog;

import io.gptload.client.store.jdbc.JdbcEndpoint;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.StoreException;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.gateway.config.DatabaseDsn;
import io.gptload.gateway.config.InvalidSettingsException;
import io.gptload.gateway.config.JdbcTarget;
import io.gptload.gateway.config.Problem;
import java.nio.file.Path;
import java.util.List;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/** Opens the database {@code DATABASE_DSN} names. */
public final class StoreOpening {

    private static final String FIX = "Check DATABASE_DSN and that the database is there";

    private StoreOpening() {}

    /**
     * Opens it and brings its tables up to date.
     *
     * @throws InvalidSettingsException if that cannot be done; the message shows no password
     */
    public static JdbcStore open(DatabaseDsn dsn, StoreOptions options) {
        try {
            return writable(
                    dsn instanceof DatabaseDsn.Sqlite sqlite
                            ? JdbcStore.sqlite(file(sqlite), options)
                            : JdbcStore.open(
                                    endpoint(dsn.jdbc()),
                                    dsn instanceof DatabaseDsn.MySql mySql
                                            ? options.withMySqlZone(mySql.zone())
                                            : options));
        } catch (StoreException e) {
            throw refused(String.valueOf(e.getMessage()), FIX);
        }
    }

    /** Without that nothing would be kept of what is learned. */
    private static JdbcStore writable(JdbcStore store) {
        try {
            store.leases().release("nothing", "nobody");
            return store;
        } catch (DataAccessException e) {
            store.close();
            throw refused(
                    "the database cannot be written to: "
                            + NestedExceptionUtils.getMostSpecificCause(e).getMessage(),
                    "Give an account that may read and write its tables");
        }
    }

    private static Path file(DatabaseDsn.Sqlite sqlite) {
        Path file = sqlite.file();
        if (file == null) {
            throw refused("SQLite can only be used with a file", "Give the path of one");
        }
        return file;
    }

    private static JdbcEndpoint endpoint(JdbcTarget target) {
        return new JdbcEndpoint(
                target.url(),
                target.user(),
                target.password().value(),
                target.properties(),
                target.sessionStatements());
    }

    private static InvalidSettingsException refused(String what, String fix) {
        return new InvalidSettingsException(List.of(new Problem("DATABASE_DSN", what, fix)));
    }
}
