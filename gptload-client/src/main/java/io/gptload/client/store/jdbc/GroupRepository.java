package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;

/**
 * The groups. Changes are written column by column and checked against the version that was read. Methods throw Spring's
 * {@link org.springframework.dao.DataAccessException}. Thread-safe.
 */
public final class GroupRepository {

    private static final String INSERTED = "name, display_name, proxy_keys, description, group_type, upstreams,"
            + " validation_endpoint, channel_type, sort, test_model, param_overrides, config, header_rules,"
            + " model_redirect_rules, model_redirect_strict, last_validated_at, created_at, updated_at";

    private final Database database;
    private final Dialect dialect;
    private final ChangeCounters counters;
    private final TimeSource time;
    private final String table;
    private final String select;
    private final String insert;

    GroupRepository(Database database, ChangeCounters counters, TimeSource time) {
        this.database = database;
        this.dialect = database.dialect();
        this.counters = counters;
        this.time = time;
        this.table = dialect.quoted("groups");
        this.select = "SELECT g.*, coalesce(v.version, 0) AS row_version FROM " + table
                + " g LEFT JOIN gptload_group_versions v ON v.group_id = g.id";
        this.insert = "INSERT INTO " + table + " (" + INSERTED
                + ") VALUES (:name, :display_name, :proxy_keys, :description, :group_type, " + dialect.json("upstreams")
                + ", :validation_endpoint, :channel_type, :sort, :test_model, " + dialect.json("param_overrides") + ", "
                + dialect.json("config") + ", " + dialect.json("header_rules") + ", "
                + dialect.json("model_redirect_rules") + ", :model_redirect_strict, :last_validated_at, :now, :now)";
    }

    /** All groups, by sort ascending, then the newest first. */
    public List<GroupRow> list() {
        return database.read(select + " ORDER BY g.sort, g.id DESC")
                .query(this::row)
                .list();
    }

    /** The group of that id. */
    public Optional<GroupRow> find(long id) {
        return database.read(select + " WHERE g.id = :id")
                .param("id", id)
                .query(this::row)
                .optional();
    }

    /** The group of that name. */
    public Optional<GroupRow> find(String name) {
        return database.read(select + " WHERE g.name = :name")
                .param("name", name)
                .query(this::row)
                .optional();
    }

    /**
     * Adds a group; id, times and version of the row are ignored.
     *
     * @return its id
     * @throws org.springframework.dao.DataAccessException also if there is one of that name
     */
    public long insert(GroupRow row) {
        return database.transaction(() -> {
            KeyHolder ids = new GeneratedKeyHolder();
            JdbcClient.StatementSpec statement = database.write(insert)
                    .param("name", row.name())
                    .param("display_name", row.displayName())
                    .param("proxy_keys", row.proxyKeys())
                    .param("description", row.description())
                    .param("group_type", row.groupType())
                    .param("upstreams", row.upstreams())
                    .param("validation_endpoint", row.validationEndpoint())
                    .param("channel_type", row.channelType())
                    .param("sort", row.sort())
                    .param("test_model", row.testModel())
                    .param("param_overrides", row.paramOverrides())
                    .param("config", row.config())
                    .param("header_rules", row.headerRules())
                    .param("model_redirect_rules", row.modelRedirectRules())
                    .param("model_redirect_strict", row.modelRedirectStrict())
                    .param("last_validated_at", dialect.time(row.lastValidatedAt()))
                    .param("now", dialect.time(time.instant()));
            statement.update(ids, "id");
            Number id = ids.getKey();
            if (id == null) {
                throw new IllegalStateException("The database gave no id");
            }
            counters.ensureGroup(id.longValue());
            counters.bump(ChangeCounters.Kind.GROUPS);
            return id.longValue();
        });
    }

    /**
     * Changes some columns.
     *
     * @param expected the version that was read; {@code null} to change whatever is there
     * @param changes value by column; {@code null} values are for JSON columns only
     * @return the new version
     * @throws StaleVersionException if the group is at another version, or gone
     */
    public long update(long id, @Nullable Long expected, Map<GroupColumn, ? extends @Nullable Object> changes) {
        return database.transaction(() -> {
            counters.ensureGroup(id);
            long version = nextVersion(id, expected);
            String assignments = changes.keySet().stream()
                    .map(column -> column.column() + " = "
                            + (column.json() ? dialect.json(column.column()) : ":" + column.column()) + ", ")
                    .collect(Collectors.joining());
            JdbcClient.StatementSpec statement = database.write(
                            "UPDATE " + table + " SET " + assignments + "updated_at = :now WHERE id = :id")
                    .param("id", id)
                    .param("now", dialect.time(time.instant()));
            for (Map.Entry<GroupColumn, ? extends @Nullable Object> change : changes.entrySet()) {
                statement = statement.param(change.getKey().column(), change.getValue());
            }
            if (statement.update() == 0) {
                throw new StaleVersionException("Group", id, expected == null ? version : expected);
            }
            counters.bump(ChangeCounters.Kind.GROUPS);
            return version;
        });
    }

    private long nextVersion(long id, @Nullable Long expected) {
        JdbcClient.StatementSpec statement = database.write(
                        "UPDATE gptload_group_versions SET version = version + 1 WHERE group_id = :id"
                                + (expected == null ? "" : " AND version = :expected"))
                .param("id", id);
        if ((expected == null ? statement : statement.param("expected", expected)).update() == 0 && expected != null) {
            throw new StaleVersionException("Group", id, expected);
        }
        return Rows.count(database.write("SELECT version FROM gptload_group_versions WHERE group_id = :id")
                .param("id", id));
    }

    /** Remembers a validation run; no new version, for it is no edit. */
    public void markValidated(long id, Instant at) {
        database.write("UPDATE " + table + " SET last_validated_at = :at WHERE id = :id")
                .param("at", dialect.time(at))
                .param("id", id)
                .update();
    }

    /**
     * Remembers that a validation run begins, unless one did since an instant: of several nodes that ask, one may go.
     *
     * @return whether it is ours
     */
    public boolean beginValidation(long id, Instant unlessSince, Instant at) {
        JdbcClient.StatementSpec statement = database.write("UPDATE " + table
                        + " SET last_validated_at = :at WHERE id = :id AND (last_validated_at IS NULL OR "
                        + dialect.before("last_validated_at", "since") + ")")
                .param("at", dialect.time(at))
                .param("id", id);
        dialect.bindBound(statement::param, "since", unlessSince);
        return statement.update() > 0;
    }

    /**
     * Sets the place of several groups in lists, all or none.
     *
     * @param sorts sort by id
     * @throws IllegalArgumentException if one of them does not exist
     */
    public void reorder(Map<Long, Integer> sorts) {
        database.inTransaction(() -> {
            sorts.forEach((id, sort) -> {
                int changed = database.write("UPDATE " + table + " SET sort = :sort, updated_at = :now WHERE id = :id")
                        .param("sort", sort)
                        .param("now", dialect.time(time.instant()))
                        .param("id", id)
                        .update();
                if (changed == 0) {
                    throw new IllegalArgumentException("There is no group " + id);
                }
            });
            counters.bump(ChangeCounters.Kind.GROUPS);
        });
    }

    /**
     * Removes a group with its memberships and keys; log and statistics stay.
     *
     * @return whether there was one
     */
    public boolean delete(long id) {
        return database.transaction(() -> {
            counters.lockKeys(id); // an import under way ends first, one that comes later finds no group
            for (String sql : List.of(
                    "DELETE FROM group_sub_groups WHERE group_id = :id OR sub_group_id = :id",
                    "DELETE FROM gptload_key_cooldowns WHERE group_id = :id",
                    "DELETE FROM gptload_key_options WHERE group_id = :id",
                    "DELETE FROM gptload_key_status WHERE group_id = :id",
                    "DELETE FROM api_keys WHERE group_id = :id",
                    "DELETE FROM gptload_group_settings WHERE group_id = :id",
                    "DELETE FROM gptload_group_versions WHERE group_id = :id")) {
                database.write(sql).param("id", id).update();
            }
            boolean found = database.write("DELETE FROM " + table + " WHERE id = :id")
                            .param("id", id)
                            .update()
                    > 0;
            counters.bump(ChangeCounters.Kind.GROUPS);
            return found;
        });
    }

    private GroupRow row(ResultSet row, int number) throws SQLException {
        String type = Rows.text(row, "group_type");
        return new GroupRow(
                row.getLong("id"),
                row.getString("name"),
                Rows.text(row, "display_name"),
                Rows.text(row, "proxy_keys"),
                Rows.text(row, "description"),
                type.isEmpty() ? GroupRow.STANDARD : type,
                Rows.text(row, "upstreams"),
                Rows.text(row, "validation_endpoint"),
                row.getString("channel_type"),
                row.getInt("sort"),
                row.getString("test_model"),
                row.getString("param_overrides"),
                row.getString("config"),
                row.getString("header_rules"),
                row.getString("model_redirect_rules"),
                row.getBoolean("model_redirect_strict"),
                dialect.time(row, "last_validated_at"),
                dialect.time(row, "created_at"),
                dialect.time(row, "updated_at"),
                row.getLong("row_version"));
    }
}
