package io.gptload.gateway.ui.key;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.PoolCounts;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.SubGroupRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The members of an aggregate, and the groups that may become some. */
@Component
class MemberList {

    private final JdbcStore store;
    private final GptLoad engine;

    MemberList(JdbcStore store, GptLoad engine) {
        this.store = store;
        this.engine = engine;
    }

    /** A member. @param share of the calls, in percent */
    record Member(GroupRow row, int weight, double share, PoolCounts counts) {}

    void show(GroupRow aggregate, Model model) {
        Map<Long, GroupRow> rows =
                store.groups().list().stream().collect(Collectors.toMap(GroupRow::id, Function.identity()));
        List<SubGroupRow> members = store.subGroups().members(aggregate.id());
        int all = Math.max(1, members.stream().mapToInt(SubGroupRow::weight).sum());
        List<Member> shown = new ArrayList<>();
        for (SubGroupRow member : members) {
            GroupRow row = rows.get(member.subGroupId());
            if (row != null) {
                Group known = engine.findGroup(row.name());
                shown.add(new Member(
                        row,
                        member.weight(),
                        100.0 * member.weight() / all,
                        known == null ? new PoolCounts(0, 0, 0) : known.counts()));
            }
        }
        Set<Long> taken = members.stream().map(SubGroupRow::subGroupId).collect(Collectors.toSet());
        model.addAttribute("members", shown);
        model.addAttribute(
                "candidates",
                rows.values().stream()
                        .filter(row -> !row.isAggregate()
                                && row.channelType().equals(aggregate.channelType())
                                && !taken.contains(row.id()))
                        .toList());
    }
}
