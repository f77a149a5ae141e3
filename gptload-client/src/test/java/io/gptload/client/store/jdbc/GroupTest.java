package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;

@ParameterizedClass
@EnumSource
class GroupTest extends StoreContract {

    @Test
    void keepsAGroup() {
        long id = group("a");
        GroupRow row = store.groups().find(id).orElseThrow();
        assertThat(row.name()).isEqualTo("a");
        assertThat(row.createdAt()).isEqualTo(time.instant());
        assertThat(row.config()).isNull();
        assertThat(row.lastValidatedAt()).isNull();
        assertThat(store.groups().find("a")).contains(row);
        assertThat(store.groups().find("b")).isEmpty();
    }

    @Test
    void refusesANameTwice() {
        group("a");
        assertThatThrownBy(() -> group("a")).isInstanceOf(DataAccessException.class);
    }

    @Test
    void writesOnlyTheColumnsThatChange() {
        long id = group("a");
        store.groups().update(id, 0L, Map.of(GroupColumn.DISPLAY_NAME, "A", GroupColumn.CONFIG, "{\"max_retries\":7}"));
        store.groups().markValidated(id, time.instant());
        long version =
                store.groups().update(id, 1L, Map.of(GroupColumn.SORT, 5, GroupColumn.MODEL_REDIRECT_STRICT, true));
        GroupRow row = store.groups().find(id).orElseThrow();
        assertThat(version).isEqualTo(2);
        assertThat(row.displayName()).isEqualTo("A");
        assertThat(StoredJson.object(row.config()).toString()).isEqualTo("{max_retries=7}");
        assertThat(row.lastValidatedAt()).isEqualTo(time.instant());
        assertThat(row.sort()).isEqualTo(5);
        assertThat(row.modelRedirectStrict()).isTrue();
    }

    @Test
    void refusesAChangeOfAnOldVersionAndWritesNothing() {
        long id = group("a");
        store.groups().update(id, 0L, Map.of(GroupColumn.DISPLAY_NAME, "first"));
        assertThatThrownBy(() -> store.groups().update(id, 0L, Map.of(GroupColumn.DISPLAY_NAME, "second")))
                .isInstanceOf(StaleVersionException.class);
        assertThat(store.groups().find(id).orElseThrow().displayName()).isEqualTo("first");
        assertThat(store.groups().update(id, null, Map.of(GroupColumn.DISPLAY_NAME, "third")))
                .isEqualTo(2);
        assertThatThrownBy(() -> store.groups().update(999, null, Map.of(GroupColumn.SORT, 1)))
                .isInstanceOf(StaleVersionException.class);
    }

    @Test
    void listsBySortThenNewestAndReordersAllOrNothing() {
        long a = group("a");
        long b = group("b");
        long c = group("c");
        store.groups().reorder(Map.of(a, 10, b, 5));
        assertThat(store.groups().list()).extracting(GroupRow::name).containsExactly("c", "b", "a");
        assertThatThrownBy(() -> store.groups().reorder(Map.of(c, 99, 12345L, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.groups().find(c).orElseThrow().sort()).isZero();
    }

    @Test
    void everyChangeIsCounted() {
        long before = store.changes().current(ChangeCounters.Kind.GROUPS);
        long id = group("a");
        store.groups().update(id, null, Map.of(GroupColumn.SORT, 1));
        store.groups().delete(id);
        assertThat(store.changes().current(ChangeCounters.Kind.GROUPS)).isEqualTo(before + 3);
    }

    @Test
    void deletesAGroupWithItsKeysAndMemberships() {
        long member = group("member", "sk-leakcanary-1", "sk-leakcanary-2");
        long aggregate = store.groups().insert(GroupRow.aggregate("all", "openai"));
        store.subGroups().add(List.of(new SubGroupRow(aggregate, member, 3)));
        assertThat(store.groups().delete(member)).isTrue();
        assertThat(store.groups().delete(member)).isFalse();
        assertThat(store.subGroups().list()).isEmpty();
        assertThat(store.keys().counts(member)).isEqualTo(KeyCounts.NONE);
    }

    @Test
    void keepsMembersAndTheirWeights() {
        long a = group("a");
        long b = group("b");
        long all = store.groups().insert(GroupRow.aggregate("all", "openai"));
        store.subGroups().add(List.of(new SubGroupRow(all, a, 1), new SubGroupRow(all, b, 0)));
        assertThat(store.subGroups().setWeight(all, b, 9)).isTrue();
        assertThat(store.subGroups().setWeight(all, 777, 9)).isFalse();
        assertThat(store.subGroups().members(all))
                .containsExactly(new SubGroupRow(all, a, 1), new SubGroupRow(all, b, 9));
        assertThat(store.subGroups().parents(b)).containsExactly(new SubGroupRow(all, b, 9));
        assertThatThrownBy(() -> store.subGroups().add(List.of(new SubGroupRow(all, a, 2))))
                .isInstanceOf(DataAccessException.class);
        assertThat(store.subGroups().remove(all, a)).isTrue();
        assertThat(store.subGroups().members(all)).hasSize(1);
    }

    @Test
    void aGroupShowsNoSecret() {
        long id = group("a");
        store.groups()
                .update(
                        id,
                        null,
                        Map.of(
                                GroupColumn.PROXY_KEYS,
                                "top-secret",
                                GroupColumn.HEADER_RULES,
                                "[{\"key\":\"X\",\"value\":\"hush\",\"action\":\"set\"}]"));
        assertThat(store.groups().find(id).orElseThrow().toString()).doesNotContain("top-secret", "hush");
    }
}
