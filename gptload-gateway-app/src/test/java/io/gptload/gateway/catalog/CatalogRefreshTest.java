package io.gptload.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.AggregateGroup;
import io.gptload.client.GptLoad;
import io.gptload.client.StandardGroup;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.KeyConfig;
import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupColumn;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.client.store.jdbc.KeyStatus;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.client.store.jdbc.SubGroupRow;
import io.gptload.client.store.shared.SharedPool;
import io.gptload.gateway.testing.RunningGateway;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is read again after a change, and what is not. "Another node" is another store on the same file. */
@ExtendWith(OutputCaptureExtension.class)
class CatalogRefreshTest {

    private static final String UPSTREAM = "[{\"url\":\"http://127.0.0.1:9\",\"weight\":1}]";
    private static final String ONE = "sk-leakcanary-one-0001";
    private static final String TWO = "sk-leakcanary-two-0001";

    @TempDir
    Path folder;

    private RunningGateway gateway;
    private JdbcStore other;
    private Catalog catalog;
    private SharedPool pool;
    private long a;
    private long b;

    @BeforeEach
    void twoGroups() {
        gateway = RunningGateway.start(folder);
        catalog = gateway.context().getBean(Catalog.class);
        pool = gateway.context().getBean(SharedPool.class);
        other = JdbcStore.sqlite(folder.resolve("gpt-load.db"), StoreOptions.DEFAULTS);
        a = other.groups().insert(GroupRow.standard("a", "openai", UPSTREAM, "m"));
        b = other.groups().insert(GroupRow.standard("b", "openai", UPSTREAM, "m"));
        add(a, ONE);
        add(b, ONE);
        catalog.refresh();
    }

    @AfterEach
    void stop() {
        other.close();
        gateway.close();
    }

    private void add(long group, String key) {
        other.keys().importAll(group, List.of(key).iterator(), done -> {});
    }

    private StandardGroup engine(String group) {
        return (StandardGroup) gateway.context().getBean(GptLoad.class).group(group);
    }

    private List<String> keys(String group) {
        return engine(group).config().keys().stream().map(KeyConfig::secret).toList();
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gpt-load.db"));
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    @Test
    void whatAnotherNodeChangesIsSeenSoon() {
        add(a, TWO);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> keys("a").equals(List.of(ONE, TWO)));
        other.keys().delete(a, List.of(ONE), done -> {});
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> keys("a").equals(List.of(TWO)));
        other.keys().clear(b, null);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> keys("b").isEmpty());
        other.groups().delete(b);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> catalog.find("b") == null);
    }

    @Test
    void keysOfOneGroupLeaveTheOthersAlone() {
        GroupConfig before = engine("b").config();
        add(a, TWO);
        catalog.refresh();
        assertThat(keys("a")).containsExactly(ONE, TWO);
        assertThat(engine("b").config()).isSameAs(before);
    }

    @Test
    void settingsAndGroupsChangeWithoutTheirKeysBeingReadAgain() {
        KeyConfig before = engine("a").config().keys().get(0);
        other.settings().save(Map.of(Setting.MAX_RETRIES, 7));
        catalog.refresh();
        assertThat(engine("a").config().settings().maxRetries()).isEqualTo(7);
        other.groups().update(a, null, Map.of(GroupColumn.CONFIG, "{\"max_retries\":2}"));
        catalog.refresh();
        assertThat(engine("a").config().settings().maxRetries()).isEqualTo(2);
        assertThat(engine("a").config().keys().get(0)).isSameAs(before);
        other.groups().update(a, null, Map.of(GroupColumn.CONFIG, "{\"max_retries\":1}"));
        catalog.reload();
        assertThat(engine("a").config().keys().get(0)).isEqualTo(before).isNotSameAs(before);
    }

    @Test
    void manyStepsAreReadOnceAtTheirEnd() {
        catalog.whileChanging(a, () -> {
            add(a, TWO);
            add(b, TWO);
            pool.poll();
            assertThat(keys("a")).containsExactly(ONE);
            assertThat(keys("b")).containsExactly(ONE, TWO);
            return true;
        });
        assertThat(keys("a")).containsExactly(ONE, TWO);
    }

    @Test
    void whatSomebodyElseDoesToKeysMeanwhileIsSeenAtOnce() {
        catalog.whileChanging(a, () -> {
            add(a, TWO);
            catalog.refresh();
            assertThat(keys("a")).containsExactly(ONE);
            catalog.refresh(a);
            assertThat(keys("a")).containsExactly(ONE, TWO);
            return true;
        });
    }

    @Test
    void stepsThatEndInAnErrorAreReadToo() {
        assertThatThrownBy(() -> catalog.whileChanging(a, () -> {
                    add(a, TWO);
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
        assertThat(keys("a")).containsExactly(ONE, TWO);
        add(a, "sk-leakcanary-more-0001");
        catalog.refresh();
        assertThat(keys("a")).hasSize(3);
    }

    @Test
    void aRenamedGroupKeepsWhatIsKnownOfItsKeys() {
        engine("a").invalidate(KeyRef.of(ONE));
        gateway.context().getBean(KeyStateWriter.class).flush();
        other.groups().update(a, null, Map.of(GroupColumn.NAME, "renamed"));
        catalog.refresh();
        assertThat(engine("renamed").counts().invalid()).isEqualTo(1);
        other.groups().update(a, null, Map.of(GroupColumn.UPSTREAMS, "[]"));
        catalog.refresh();
        assertThat(catalog.find("renamed")).isNull();
        other.groups().update(a, null, Map.of(GroupColumn.UPSTREAMS, UPSTREAM));
        catalog.refresh();
        assertThat(engine("renamed").counts().invalid()).isEqualTo(1);
    }

    @Test
    void aGroupOfAnotherKindMayTakeAName() {
        other.groups().delete(a);
        long aggregate = other.groups().insert(GroupRow.aggregate("a", "openai"));
        other.subGroups().add(List.of(new SubGroupRow(aggregate, b, 1)));
        catalog.refresh();
        assertThat(gateway.context().getBean(GptLoad.class).group("a")).isInstanceOf(AggregateGroup.class);
        other.groups().delete(aggregate);
        a = other.groups().insert(GroupRow.standard("a", "openai", UPSTREAM, "m"));
        add(a, TWO);
        catalog.refresh();
        assertThat(keys("a")).containsExactly(TWO);
    }

    @Test
    void whatCannotBeReadIsReadLater() throws Exception {
        sql("ALTER TABLE group_sub_groups RENAME TO gone");
        add(a, TWO);
        pool.poll();
        assertThat(keys("a")).containsExactly(ONE);
        assertThat(pool.databaseAnswers()).isFalse();
        sql("ALTER TABLE gone RENAME TO group_sub_groups");
        pool.poll();
        assertThat(keys("a")).containsExactly(ONE, TWO);
        assertThat(pool.databaseAnswers()).isTrue();
    }

    @Test
    void aProblemThatStaysIsToldOnce(CapturedOutput output) {
        other.groups().update(a, null, Map.of(GroupColumn.CONFIG, "{oops"));
        catalog.refresh();
        add(b, TWO);
        catalog.refresh();
        other.settings().save(Map.of(Setting.MAX_RETRIES, 7));
        catalog.refresh();
        assertThat(output.getAll()).containsOnlyOnce("Left out of the catalogue: a, config: not JSON");
    }

    @Test
    void anImportOfTheAdministrationIsInForceWhenItsTaskEnds() {
        gateway.api("POST", "/api/keys/add-async", "{\"group_id\":" + a + ",\"keys_text\":\"" + TWO + "\"}");
        Awaitility.await()
                .until(() -> !gateway.api("GET", "/api/tasks/status")
                        .data()
                        .path("is_running")
                        .asBoolean(true));
        assertThat(keys("a")).containsExactly(ONE, TWO);
        assertThat(other.keys().counts(a).active()).isEqualTo(2);
        assertThat(other.keys().clear(a, KeyStatus.INVALID)).isZero();
    }
}
