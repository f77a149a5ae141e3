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
            if (dsn instanceof DatabaseDsn.Sqlite sqlite) {
                return JdbcStore.sqlite(file(sqlite), options);
            }
            return JdbcStore.open(
                    endpoint(dsn.jdbc()),
                    dsn instanceof DatabaseDsn.MySql mySql ? options.withMySqlZone(mySql.zone()) : options);
        } catch (StoreException e) {
            throw refused(String.valueOf(e.getMessage()), FIX);
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
