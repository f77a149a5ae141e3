package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.config.KeyConfig;
import io.gptload.client.config.KeyOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class KeyOptionsStoreTest extends StoreContract {

    private static final String ONE = "sk-leakcanary-1";
    private static final String TWO = "sk-leakcanary-2";

    private List<KeyConfig> loaded() {
        return new CatalogLoader(store)
                .load().groups().stream()
                        .filter(group -> group.row().name().equals("a"))
                        .findFirst()
                        .orElseThrow()
                        .config()
                        .keys();
    }

    @Test
    void whatIsChangedStaysAndComesWithTheKeysAndGoesWithThem() {
        long group = group("a", ONE, TWO);
        long other = group("b", ONE);
        long one = key(group, ONE).id();
        long foreign = key(other, ONE).id();
        Instant end = Instant.ofEpochMilli(time.instant().plusSeconds(60).toEpochMilli());
        long before = store.changes().keyVersions().get(group);

        assertThat(store.keyOptions()
                        .change(
                                group,
                                List.of(one, foreign, 99_999L),
                                now -> now.withTier(2).withAccount("org").withDisabledUntil(end)))
                .isEqualTo(1);
        assertThat(store.changes().keyVersions().get(group)).isEqualTo(before + 1);
        store.keyOptions().change(group, List.of(one), now -> now.withWeight(7));
        KeyOptions expected = new KeyOptions("org", 2, 7, end);
        assertThat(store.keyOptions().ofGroup(group)).isEqualTo(Map.of(one, expected));
        assertThat(loaded()).containsExactlyInAnyOrder(new KeyConfig(ONE, expected), KeyConfig.of(TWO));

        store.keyOptions().change(group, List.of(one), now -> KeyOptions.DEFAULTS.withDisabledUntil(Instant.MAX));
        assertThat(store.keyOptions().ofGroup(group).get(one).disabledUntil()).isEqualTo(Instant.MAX);
        store.keyOptions().change(group, List.of(one), now -> KeyOptions.DEFAULTS);
        assertThat(store.keyOptions().ofGroup(group)).isEmpty();

        KeyOptions second = KeyOptions.DEFAULTS.withTier(2);
        long two = key(group, TWO).id();
        assertThat(store.keyOptions().set(group, Map.of(one, expected, two, second, foreign, second)))
                .isEqualTo(2);
        assertThat(store.keyOptions().ofGroup(group)).isEqualTo(Map.of(one, expected, two, second));
        assertThat(store.keyOptions().ofGroup(other)).isEmpty();
        store.keyOptions().change(group, List.of(one, two), now -> KeyOptions.DEFAULTS);

        store.keyOptions().change(group, List.of(one), now -> now.withTier(3));
        store.keys().delete(group, List.of(ONE), done -> {});
        assertThat(store.keyOptions().ofGroup(group)).isEmpty();
        store.keyOptions().change(other, List.of(foreign), now -> now.withTier(3));
        store.groups().delete(other);
        assertThat(store.keyOptions().ofGroup(other)).isEmpty();
    }

    @Test
    void anAuditLogIsFilteredPagedAndForgotten() {
        audit("group.create", "ok", "a");
        audit("login", "refused", "");
        audit("group.update", "ok", "b");
        assertThat(actions(AuditQuery.ALL)).containsExactly("group.update", "login", "group.create");
        assertThat(actions(new AuditQuery("group.", null, null, null, null, null, null)))
                .containsExactly("group.update", "group.create");
        assertThat(actions(new AuditQuery(null, "session", "refused", null, "10.0.0.1", null, null)))
                .containsExactly("login");
        assertThat(actions(new AuditQuery("group.create", null, null, "a", null, null, null)))
                .containsExactly("group.create");
        Instant second = store.audit().page(AuditQuery.ALL, 1, 1).items().get(0).at();
        assertThat(actions(new AuditQuery(null, null, null, null, null, second, second.plusMillis(1))))
                .containsExactly("login");
        assertThat(store.audit().page(AuditQuery.ALL, 0, 2).total()).isEqualTo(3);
        assertThat(store.audit().deleteBefore(second)).isEqualTo(1);
        assertThat(actions(AuditQuery.ALL)).containsExactly("group.update", "login");
    }

    private void audit(String action, String outcome, String group) {
        time.advance(java.time.Duration.ofSeconds(1));
        store.audit()
                .add(new AuditEntry(
                        time.instant(), "session", "10.0.0.1", "id", action, outcome, group, "t", "d".repeat(600)));
    }

    private List<String> actions(AuditQuery query) {
        return store.audit().page(query, 0, 10).items().stream()
                .map(AuditEntry::action)
                .toList();
    }
}
