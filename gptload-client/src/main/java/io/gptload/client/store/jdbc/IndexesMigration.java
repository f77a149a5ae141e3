package io.gptload.client.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Makes the indexes gpt-load has, on a server, but those of the log that are not needed. */
final class IndexesMigration extends SchemaChange {

    private final Dialect dialect;

    IndexesMigration(Dialect dialect) {
        super("3", "indexes of gpt-load");
        this.dialect = dialect;
    }

    @Override
    void apply(Connection connection) throws SQLException {
        Tables tables = new Tables(connection, dialect);
        for (TableIndex index : TableIndex.USED) {
            tables.createIndexUnlessThere(index);
        }
        // gpt-load makes them again when it opens the database.
        for (TableIndex index : TableIndex.UNUSED) {
            tables.dropIndexIfThere(index.table(), index.name());
        }
    }
}
