package io.gptload.client.store.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.Explanation.State;
import io.gptload.client.PoolCounts;
import io.gptload.client.VirtualTime;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import io.gptload.client.state.KeyStateChange;
import io.gptload.client.store.jdbc.ChangeCounters.Kind;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.client.store.shared.SharedNode.Said;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes with one database and nothing else. What they read and when is said here, but for one test. */
class SharedPoolTest {

    private static final String UPSTREAM = "[{\"url\":\"http://127.0.0.1:9\",\"weight\":1}]";
    private static final String ONE = "sk-leakcanary-one-0001";
    private static final String TWO = "sk-leakcanary-two-0001";
    private static final KeyRef REF = KeyRef.of(ONE);

    @TempDir
    Path folder;

    /** Runs nothing. */
    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(0, task -> null);

    private final VirtualTime time = new VirtualTime();
    private StoreOptions options = StoreOptions.DEFAULTS.withTime(time);
    private SharedNode here;
    private SharedNode there;
    private long group;

    @BeforeEach
    void start() {
        start(KeyCipher.plaintext());
    }

    private void start(KeyCipher cipher) {
        options = options.withCipher(cipher);
        here = node();
        group = here.store.groups().insert(GroupRow.standard("g", "openai", UPSTREAM, "m"));
        here.store.keys().importAll(group, List.of(ONE, TWO).iterator(), seen -> {});
        here.pool.refresh();
        there = node();
    }

    private SharedNode node() {
        return new SharedNode(folder.resolve("pool.db"), options, how -> how.timer(timer));
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    /** What one learned reaches the other. */
    private void share() {
        here.write();
        there.write();
        here.pool.poll();
        there.pool.poll();
    }

    private void later(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void aKeyInvalidHereIsInvalidThereUntilItIsRestoredAnywhere() {
        here.call("g", attempt -> attempt.secret().equals(ONE) ? said("invalid_api_key") : Said.OK);
        here.call("g", attempt -> attempt.secret().equals(ONE) ? said("invalid_api_key") : Said.OK);
        assertThat(here.state("g", ONE)).isEqualTo(State.INVALID);
        share();
        assertThat(there.state("g", ONE)).isEqualTo(State.INVALID);
        assertThat(there.group("g").counts().invalid()).isEqualTo(1);
        later(1);
        there.group("g").restore(REF);
        share();
        assertThat(here.state("g", ONE)).isEqualTo(State.READY);
        assertThat(here.key("g", ONE).strikes()).isZero();
        assertThat(here.group("g").counts().ready()).isEqualTo(2);
    }

    @Test
    void aDatabaseThatWasPutBackToAnEarlierStateIsReadFromTheBeginning() throws SQLException {
        for (int i = 0; i < 5; i++) {
            here.group("g").invalidate(REF);
            here.write();
            later(1);
            here.group("g").restore(REF);
            share();
            later(1);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pool.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE gptload_versions SET version = 1 WHERE name = 'key_states'");
            statement.execute("UPDATE gptload_key_status SET version = 1");
        }
        here.group("g").invalidate(REF);
        share();
        assertThat(there.state("g", ONE)).isEqualTo(State.INVALID);
    }

    @Test
    void whatElseTheDatabaseHoldsIsReadAgainWhenItChangedAnywhereAndOnlyThen() {
        List<String> read = new ArrayList<>();
        AtomicBoolean fails = new AtomicBoolean();
        there.pool.watch(Kind.SETTINGS, () -> {
            if (fails.get()) {
                throw new IllegalStateException("not now");
            }
            read.add("there");
        });
        there.pool.poll();
        there.pool.poll();
        assertThat(read).hasSize(1);
        here.store.settings().save(Map.of(Setting.MAX_RETRIES, 7));
        fails.set(true);
        there.pool.poll();
        assertThat(read).hasSize(1);
        fails.set(false);
        there.pool.poll();
        there.pool.poll();
        assertThat(read).hasSize(2);
        there.store.settings().save(Map.of(Setting.MAX_RETRIES, 8));
        there.pool.refresh();
        assertThat(read).hasSize(3);
    }

    private static Said said(String code) {
        return new Said(401, Said.OK.headers(), "{\"error\":{\"code\":\"" + code + "\",\"message\":\"x\"}}");
    }

    @Test
    void aKeyRestoredInTheDatabaseIsActiveEverywhere() {
        here.group("g").invalidate(REF);
        share();
        later(1);
        there.store.keys().restoreAll(group);
        share();
        assertThat(List.of(here.state("g", ONE), there.state("g", ONE))).containsOnly(State.READY);
    }

    @Test
    void aKeyDisabledInTheDatabaseRestsEverywhereUntilItsTimeIsOver() {
        long id = here.store.keys().iterator(KeyFilter.ofGroup(group)).next().id();
        here.call("g", attempt -> attempt.secret().equals(ONE) ? Said.limited(30) : Said.OK);
        here.store
                .keyOptions()
                .change(
                        group,
                        List.of(id),
                        options -> options.withDisabledUntil(time.instant().plusSeconds(60))
                                .withAccount("org"));
        share();
        assertThat(List.of(here.state("g", ONE), there.state("g", ONE))).containsOnly(State.DISABLED);
        assertThat(there.group("g").counts()).isEqualTo(new PoolCounts(1, 0, 0, 1));
        assertThat(there.key("g", ONE).options().account()).isEqualTo("org");
        assertThat(here.call("g", attempt -> attempt.secret().equals(ONE) ? Said.status(500) : Said.OK))
                .isEqualTo(200);
        later(60);
        assertThat(List.of(here.state("g", ONE), there.state("g", ONE))).containsOnly(State.READY);
        assertThat(there.group("g").counts()).isEqualTo(new PoolCounts(2, 0, 0));
    }

    @Test
    void aCooldownHoldsEverywhereForAsLongAsTheLongest() {
        here.call("g", attempt -> attempt.secret().equals(ONE) ? Said.limited(60) : Said.OK);
        here.call("g", attempt -> attempt.secret().equals(ONE) ? Said.limited(60) : Said.OK);
        assertThat(here.state("g", ONE)).isEqualTo(State.COOLING);
        share();
        assertThat(there.key("g", ONE).until())
                .isBetween(time.instant().plusSeconds(60), time.instant().plusSeconds(62));
        assertThat(IntStream.range(0, 4)
                        .map(i -> there.call("g", attempt -> {
                            assertThat(attempt.secret()).isEqualTo(TWO);
                            return Said.OK;
                        })))
                .containsOnly(200);
        later(1);
        there.group("g").adopt(REF.hash(), rest(600));
        here.group("g").adopt(REF.hash(), rest(30));
        assertThat(here.key("g", ONE).until())
                .isBefore(there.key("g", ONE).until())
                .isAfter(time.instant().plusSeconds(50));
    }

    private KeyStateChange rest(int seconds) {
        return new KeyStateChange.Rest(
                time.instant(), null, time.instant().plusSeconds(seconds), Category.RATE_LIMITED, "r");
    }

    @Test
    void whoClearsACooldownClearsItEverywhere() {
        here.call("g", attempt -> Said.limited(60));
        share();
        assertThat(there.group("g").counts().ready()).isZero();
        later(1);
        there.group("g").clearCooldowns(REF);
        share();
        assertThat(here.state("g", ONE)).isEqualTo(State.READY);
        assertThat(here.state("g", TWO)).isEqualTo(State.COOLING);
        later(1);
        here.store.keyStates().clearCooldowns(keyId(TWO));
        share();
        assertThat(List.of(here.state("g", TWO), there.state("g", TWO))).containsOnly(State.READY);
    }

    private long keyId(String secret) {
        return here.store
                .keys()
                .page(
                        KeyFilter.ofGroup(group)
                                .withSecret(secret, here.store.options().cipher()),
                        0,
                        1)
                .items()
                .get(0)
                .id();
    }

    @Test
    void newsThatComeLateDoNotUndoWhatPeopleDid() {
        Instant before = time.instant();
        later(5);
        there.group("g").invalidate(REF);
        there.group("g").restore(REF);
        there.group("g").adopt(REF.hash(), new KeyStateChange.Status(before, true, 3, "late"));
        assertThat(there.state("g", ONE)).isEqualTo(State.READY);
        there.group("g").adopt(REF.hash(), new KeyStateChange.Status(time.instant(), true, 3, "now"));
        assertThat(there.state("g", ONE)).isEqualTo(State.INVALID);
        there.group("g").adopt(REF.hash(), new KeyStateChange.Status(time.instant(), false, 0, "at one instant"));
        assertThat(there.state("g", ONE)).isEqualTo(State.INVALID);
    }

    @Test
    void whatWasTakenOverIsNotToldOrWrittenAgain() {
        here.group("g").invalidate(REF);
        here.call("g", attempt -> Said.limited(2));
        share();
        assertThat(there.events)
                .noneMatch(event ->
                        event instanceof GptLoadEvent.KeyInvalidated || event instanceof GptLoadEvent.KeyCooled);
        long version = there.store.changes().current(Kind.KEY_STATES);
        later(5);
        assertThat(there.group("g").counts().ready()).isEqualTo(1); // the cooldown of the other is over
        share();
        assertThat(there.store.changes().current(Kind.KEY_STATES)).isEqualTo(version);
    }

    @Test
    void manyChangesComeInPartsAndNoneIsMissed() {
        List<String> keys = IntStream.range(0, 2500)
                .mapToObj("sk-leakcanary-many-%04d"::formatted)
                .toList();
        here.store.keys().importAll(group, keys.iterator(), seen -> {});
        share();
        keys.forEach(key -> here.group("g").invalidate(KeyRef.of(key)));
        share();
        assertThat(there.group("g").counts().invalid()).isEqualTo(2500);
        later(1);
        here.store.keys().restoreAll(group);
        share();
        assertThat(there.group("g").counts().invalid()).isZero();
    }

    @Test
    void encryptedKeysAreFoundToo() {
        stop();
        folder = folder.resolve("encrypted");
        start(KeyCipher.aes("a-password-for-tests"));
        here.group("g").invalidate(REF);
        share();
        assertThat(there.state("g", ONE)).isEqualTo(State.INVALID);
    }

    @Test
    void anEarlierStateReadWithTheKeysDoesNotWinOverALaterOne() {
        here.group("g").invalidate(REF);
        here.write();
        later(1);
        there.group("g").adopt(REF.hash(), new KeyStateChange.Status(time.instant(), false, 0, ""));
        there.pool.reload();
        assertThat(there.state("g", ONE)).isEqualTo(State.READY);
    }

    @Test
    void whatGptLoadOrSomebodyByHandChangesIsFoundToo() throws Exception {
        here.pool.lookOutside();
        later(120);
        sql("UPDATE api_keys SET status = 'invalid' WHERE id = " + keyId(ONE));
        sql("INSERT INTO api_keys (key_value, key_hash, group_id, status) SELECT key_value || '-more', key_hash || 'x',"
                + " group_id, status FROM api_keys WHERE id = " + keyId(TWO));
        here.pool.lookOutside();
        assertThat(here.state("g", ONE)).isEqualTo(State.INVALID);
        assertThat(here.group("g").config().keys()).hasSize(3);
        later(120);
        sql("UPDATE api_keys SET status = 'active' WHERE id = " + keyId(ONE));
        sql("UPDATE groups SET name = 'renamed', updated_at = '2027-01-01 00:00:00+00:00'");
        here.pool.lookOutside();
        assertThat(here.state("renamed", ONE)).isEqualTo(State.READY);
    }

    @Test
    void whatIsNotInTheDatabaseYetIsNotUndoneByLookingThere() {
        here.pool.lookOutside();
        later(120);
        here.group("g").adopt(REF.hash(), new KeyStateChange.Status(time.instant(), true, 3, "told by another node"));
        later(30);
        here.pool.lookOutside();
        assertThat(here.state("g", ONE)).isEqualTo(State.INVALID);
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pool.db"));
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    @Test
    void groupsTheEngineHasFromElsewhereStay() {
        here.engine.define(GroupConfig.named("static")
                .upstream("http://127.0.0.1:9")
                .keys(ONE)
                .build());
        here.store.groups().delete(group);
        here.pool.refresh();
        assertThat(here.engine.groupNames()).containsExactly("static");
    }

    @Test
    void byItselfItIsSeenWithinAFewSeconds() {
        try (SharedNode one = new SharedNode(folder.resolve("pool.db"), StoreOptions.DEFAULTS, how -> how);
                SharedNode other = new SharedNode(folder.resolve("pool.db"), StoreOptions.DEFAULTS, how -> how)) {
            one.group("g").invalidate(REF);
            await().atMost(Duration.ofSeconds(5)).until(() -> other.state("g", ONE) == State.INVALID);
        }
    }
}
