package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import java.util.List;

/** Which groups an aggregate is made of. Thread-safe. */
public final class SubGroupRepository {

    private static final String SELECT =
            "SELECT group_id, sub_group_id, coalesce(weight, 0) AS weight FROM group_sub_groups";

    private final Database database;
    private final ChangeCounters counters;
    private final TimeSource time;

    SubGroupRepository(Database database, ChangeCounters counters, TimeSource time) {
        this.database = database;
        this.counters = counters;
        this.time = time;
    }

    /** All memberships, in the order they were made. */
    public List<SubGroupRow> list() {
        return select(" ORDER BY id", 0);
    }

    /** The members of an aggregate, those of weight 0 too. */
    public List<SubGroupRow> members(long groupId) {
        return select(" WHERE group_id = :id ORDER BY id", groupId);
    }

    /** The aggregates a group is a member of. */
    public List<SubGroupRow> parents(long subGroupId) {
        return select(" WHERE sub_group_id = :id ORDER BY id", subGroupId);
    }

    private List<SubGroupRow> select(String rest, long id) {
        return database.read(SELECT + rest)
                .param("id", id)
                .query((row, number) -> new SubGroupRow(row.getLong(1), row.getLong(2), row.getInt(3)))
                .list();
    }

    /**
     * Adds members, all or none.
     *
     * @throws org.springframework.dao.DataAccessException also if one is a member already
     */
    public void add(List<SubGroupRow> members) {
        database.inTransaction(() -> {
            Object now = database.dialect().time(time.instant());
            for (SubGroupRow member : members) {
                database.write("INSERT INTO group_sub_groups (group_id, sub_group_id, weight, created_at, updated_at)"
                                + " VALUES (:group, :member, :weight, :now, :now)")
                        .param("group", member.groupId())
                        .param("member", member.subGroupId())
                        .param("weight", member.weight())
                        .param("now", now)
                        .update();
            }
            counters.bump(ChangeCounters.Kind.GROUPS);
        });
    }

    /** @return whether it is a member */
    public boolean setWeight(long groupId, long subGroupId, int weight) {
        return change(
                "UPDATE group_sub_groups SET weight = :weight, updated_at = :now"
                        + " WHERE group_id = :group AND sub_group_id = :member",
                groupId,
                subGroupId,
                weight);
    }

    /** @return whether it was a member */
    public boolean remove(long groupId, long subGroupId) {
        return change(
                "DELETE FROM group_sub_groups WHERE group_id = :group AND sub_group_id = :member",
                groupId,
                subGroupId,
                0);
    }

    private boolean change(String sql, long groupId, long subGroupId, int weight) {
        return database.transaction(() -> {
            int changed = database.write(sql)
                    .param("group", groupId)
                    .param("member", subGroupId)
                    .param("weight", weight)
                    .param("now", database.dialect().time(time.instant()))
                    .update();
            counters.bump(ChangeCounters.Kind.GROUPS);
            return changed > 0;
        });
    }
}
