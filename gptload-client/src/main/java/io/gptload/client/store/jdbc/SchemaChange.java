package io.gptload.client.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/** A migration that has to look at what is there first. It may be run again when it was interrupted. */
abstract class SchemaChange implements JavaMigration {

    private final String version;
    private final String description;

    SchemaChange(String version, String description) {
        this.version = version;
        this.description = description;
    }

    abstract void apply(Connection connection) throws SQLException;

    @Override
    public final void migrate(Context context) throws SQLException {
        apply(context.getConnection());
    }

    @Override
    public final MigrationVersion getVersion() {
        return MigrationVersion.fromVersion(version);
    }

    @Override
    public final String getDescription() {
        return description;
    }

    @Override
    public final Integer getChecksum() {
        return 1;
    }

    @Override
    public final boolean canExecuteInTransaction() {
        return true;
    }
}
