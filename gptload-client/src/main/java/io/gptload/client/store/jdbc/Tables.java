package io.gptload.client.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The tables of a server as they are, and statements that change them. Not thread-safe. */
final class Tables {

    private final Connection connection;
    private final boolean mySql;

    Tables(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.mySql = dialect instanceof MySqlDialect;
    }

    /** How many characters each column takes, by its name in small letters. */
    Map<String, Integer> columns(String table) throws SQLException {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        try (ResultSet rows =
                connection.getMetaData().getColumns(connection.getCatalog(), connection.getSchema(), table, null)) {
            while (rows.next()) {
                sizes.put(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT), rows.getInt("COLUMN_SIZE"));
            }
        }
        return sizes;
    }

    void createIndexUnlessThere(TableIndex index) throws SQLException {
        if (!indexes(index.table()).contains(index.name())) {
            execute("CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX " + index.name() + " ON " + index.table()
                    + " (" + index.columns() + ")");
        }
    }

    void dropIndexIfThere(String table, String index) throws SQLException {
        if (indexes(table).contains(index)) {
            execute("DROP INDEX " + index + (mySql ? " ON " + table : ""));
        }
    }

    private Set<String> indexes(String table) throws SQLException {
        Set<String> names = new HashSet<>();
        try (ResultSet rows = connection
                .getMetaData()
                .getIndexInfo(connection.getCatalog(), connection.getSchema(), table, false, true)) {
            while (rows.next()) {
                String name = rows.getString("INDEX_NAME");
                if (name != null) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** Adds a column as it is declared in MySQL; without a default, rows there are get the type's zero. */
    void addColumn(String table, String column, String definition) throws SQLException {
        boolean needsValue = definition.contains("NOT NULL") && !definition.contains("DEFAULT");
        String added = "ALTER TABLE " + quoted(table) + " ADD COLUMN " + column + " " + type(definition);
        execute(needsValue ? added + " DEFAULT false" : added);
        if (needsValue) {
            execute("ALTER TABLE " + quoted(table) + " ALTER COLUMN " + column + " DROP DEFAULT");
        }
    }

    /** @param constraint what MySQL must be told again: {@code NOT NULL} or nothing */
    void changeType(String table, String column, String type, String constraint) throws SQLException {
        execute("ALTER TABLE " + quoted(table)
                + (mySql
                        ? " MODIFY COLUMN " + column + " " + type + " " + constraint
                        : " ALTER COLUMN " + column + " TYPE " + type));
    }

    void dropColumn(String table, String column) throws SQLException {
        execute("ALTER TABLE " + quoted(table) + " DROP COLUMN " + column);
    }

    private String quoted(String table) {
        return mySql ? "`" + table + "`" : "\"" + table + "\"";
    }

    private String type(String definition) {
        return mySql ? definition : definition.replace("JSON", "jsonb").replace(" unsigned", "");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
