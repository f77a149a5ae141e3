package io.gptload.client.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.Explanation.State;
import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import io.gptload.client.state.KeyStateChange;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.client.store.shared.SharedNode;
import io.gptload.client.store.shared.SharedNode.Said;
import io.gptload.client.store.shared.StateChannel;
import io.gptload.client.store.shared.StateNotice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.UnifiedJedis;

/** Two processes with one database and one real Redis. Unless a test says otherwise they never look into the database. */
class RedisPoolTest {

    private static final String UPSTREAMS =
            "[{\"url\":\"http://127.0.0.1:9\",\"weight\":1},{\"url\":\"http://127.0.0.1:8\",\"weight\":1}]";
    private static final String ONE = "sk-leakcanary-one-0001";
    private static final String TWO = "sk-leakcanary-two-0001";
    private static final KeyRef REF = KeyRef.of(ONE);

    @TempDir
    Path folder;

    private RedisProcess redis;
    private StoreOptions options = StoreOptions.DEFAULTS;
    private SharedNode here;
    private SharedNode there;

    @BeforeEach
    void startRedis() {
        redis = new RedisProcess(folder);
    }

    @AfterEach
    void stop() {
        if (here != null) {
            here.close();
            there.close();
        }
        redis.close();
    }

    private void start() {
        here = node(redis.connection());
        long group = here.store.groups().insert(GroupRow.standard("g", "openai", UPSTREAMS, "m"));
        here.store.keys().importAll(group, List.of(ONE, TWO).iterator(), seen -> {});
        here.pool.refresh();
        there = node(redis.connection());
        await().until(() -> connected(here) && connected(there));
    }

    private SharedNode node(RedisConnection connection) {
        ScheduledThreadPoolExecutor never = new ScheduledThreadPoolExecutor(0, task -> null);
        return new SharedNode(
                folder.resolve("pool.db"),
                options,
                how -> how.timer(never).channel(RedisChannel.of(connection).build()));
    }

    private SharedNode pollingNode() {
        return new SharedNode(
                folder.resolve("pool.db"),
                options,
                how -> how.channel(RedisChannel.of(redis.connection()).build()));
    }

    private static boolean connected(SharedNode node) {
        return node.pool.channelFigures().connected();
    }

    private static void until(SharedNode node, State state) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(node.state("g", ONE)).isEqualTo(state));
    }

    @Test
    void whatHappensToAKeyReachesOthersWithoutTheDatabase() {
        start();
        here.group("g").invalidate(REF);
        until(there, State.INVALID);
        there.group("g").restore(REF);
        until(here, State.READY);
        here.call("g", attempt -> attempt.secret().equals(ONE) ? Said.limited(60) : Said.OK);
        here.call("g", attempt -> attempt.secret().equals(ONE) ? Said.limited(60) : Said.OK);
        until(there, State.COOLING);
        assertThat(there.key("g", ONE).until().toEpochMilli())
                .isEqualTo(here.key("g", ONE).until().toEpochMilli());
        there.group("g").clearCooldowns(REF);
        until(here, State.READY);
        assertThat(there.store.keyStates().newsAfter(0, 10).changes()).isEmpty();
    }

    @Test
    void strikesAreCountedTogetherUntilOneOfThemSucceeds() {
        start();
        Said refused = Said.status(401);
        here.call("g", attempt -> attempt.secret().equals(ONE) ? refused : Said.OK);
        here.call("g", attempt -> attempt.secret().equals(ONE) ? refused : Said.OK);
        int strikes = here.key("g", ONE).strikes();
        assertThat(strikes).isPositive();
        await().until(() -> there.key("g", ONE).strikes() == strikes);
        assertThat(there.state("g", ONE)).isEqualTo(State.READY);
        there.call("g", attempt -> Said.OK);
        there.call("g", attempt -> Said.OK);
        await().until(() -> here.key("g", ONE).strikes() == 0);
    }

    @Test
    void anUpstreamThatIsDownElsewhereIsTriedByOneCallBeforeItIsBelieved() {
        start();
        for (int i = 0; i < 20; i++) {
            here.call("g", attempt -> attempt.upstream().endsWith(":9") ? Said.status(503) : Said.OK);
        }
        assertThat(upstream(here)).isEqualTo("open");
        await().until(() -> !upstream(there).equals("closed"));
        assertThat(there.call("g", attempt -> Said.OK)).isEqualTo(200);
        assertThat(there.call("g", attempt -> Said.OK)).isEqualTo(200);
        assertThat(upstream(there)).isEqualTo("closed");
    }

    private static String upstream(SharedNode node) {
        return node.group("g").upstreams().get(0).state();
    }

    @Test
    void changesOfGroupsAreLookedUpAtOnce() {
        start();
        there.close();
        there = pollingNode();
        await().until(() -> connected(there));
        long before = System.nanoTime();
        here.store.groups().insert(GroupRow.standard("new", "openai", UPSTREAMS, "m"));
        here.pool.refresh();
        await().pollInterval(Duration.ofMillis(5)).until(() -> there.engine.findGroup("new") != null);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void encryptedKeysAreNamedByWhatTheyAreStoredUnderAndNoKeyIsEverSent() {
        options = options.withCipher(KeyCipher.aes("a-password-for-tests"));
        List<String> heard = new CopyOnWriteArrayList<>();
        try (UnifiedJedis ear = redis.client()) {
            Thread listening = new Thread(() -> ear.psubscribe(
                    new JedisPubSub() {
                        @Override
                        public void onPMessage(String pattern, String channel, String message) {
                            heard.add(channel + " " + message);
                        }
                    },
                    "*"));
            listening.setDaemon(true);
            listening.start();
            start();
            here.group("g").invalidate(REF);
            until(there, State.INVALID);
            await().until(() -> heard.stream().anyMatch(each -> each.contains("\"status\"")));
            String hash = KeyCipher.aes("a-password-for-tests").hash(ONE);
            assertThat(heard).allMatch(each -> each.startsWith("gptload:notices ["));
            assertThat(String.join("\n", heard))
                    .contains(hash)
                    .doesNotContain("leakcanary")
                    .doesNotContain(REF.hash());
        }
    }

    @Test
    void whatOthersKeepInTheSameRedisIsLeftAlone() {
        try (UnifiedJedis client = redis.client()) {
            Map<String, String> foreign =
                    Map.of("gpt-load:group:1:active_keys", "7", "gptload:mine", "x", "session:42", "y");
            foreign.forEach(client::set);
            start();
            here.group("g").invalidate(REF);
            until(there, State.INVALID);
            here.close();
            there.close();
            here = null;
            assertThat(client.keys("*")).containsExactlyInAnyOrderElementsOf(foreign.keySet());
            foreign.forEach((key, value) -> assertThat(client.get(key)).isEqualTo(value));
        }
    }

    @Test
    void whenRedisIsKilledTheDatabaseServesAndAfterwardsRedisAgain() {
        start();
        there.close();
        there = pollingNode();
        here.close();
        here = pollingNode();
        await().until(() -> connected(here) && connected(there));
        redis.kill();
        here.group("g").invalidate(REF);
        until(there, State.INVALID);
        await().until(() -> !connected(here) && !connected(there));
        redis.start();
        await().until(() -> connected(here) && connected(there));
        there.group("g").restore(REF);
        until(here, State.READY);
        assertThat(there.pool.channelFigures().dropped()).isZero();
    }

    @Test
    void aRedisThatIsNotThereAtTheStartIsFoundLater() {
        redis.kill();
        here = pollingNode();
        there = pollingNode();
        assertThat(connected(here)).isFalse();
        redis.start();
        await().until(() -> connected(here) && connected(there));
    }

    @Test
    void aServerThatFallsSilentCountsAsGoneUntilItSpeaksAgain() {
        start();
        here.close();
        here = node(redis.connection().silence(Duration.ofMillis(1500)));
        await().until(() -> connected(here));
        redis.pause();
        try {
            await().atMost(Duration.ofSeconds(10)).until(() -> !connected(here));
        } finally {
            redis.resume();
        }
        await().until(() -> connected(here) && connected(there));
        there.group("g").invalidate(REF);
        until(here, State.INVALID);
    }

    @Test
    void whatFindsNoRoomIsCountedAndTheOthersAreToldToLookItUp() {
        start();
        RedisChannel small = RedisChannel.of(redis.connection()).capacity(1).build();
        CountingReceiver receiver = new CountingReceiver();
        RedisChannel other = RedisChannel.of(redis.connection()).build();
        other.open(receiver);
        await().until(() -> receiver.missed.size() == 1); // at the start
        for (int i = 0; i < 10; i++) {
            small.send(new StateNotice.OfDatabase());
        }
        assertThat(small.figures().dropped()).isEqualTo(9);
        small.open(new CountingReceiver());
        await().until(() -> receiver.missed.size() == 2);
        assertThat(receiver.received).containsExactly(new StateNotice.OfDatabase());
        small.close();
        other.close();
    }

    private static final class CountingReceiver implements StateChannel.Receiver {

        private final List<StateNotice> received = new CopyOnWriteArrayList<>();
        private final List<Instant> missed = new CopyOnWriteArrayList<>();

        @Override
        public void received(StateNotice notice) {
            received.add(notice);
        }

        @Override
        public void missed() {
            missed.add(Instant.now());
        }
    }

    @Test
    void aMissingNumberIsNoticedAndARepeatedOnePassedOver() {
        CountingReceiver receiver = new CountingReceiver();
        RedisChannel channel = RedisChannel.of(redis.connection()).build();
        channel.open(receiver);
        await().until(() -> receiver.missed.size() == 1);
        try (UnifiedJedis client = redis.client()) {
            List<StateNotice> news = List.of(new StateNotice.OfUpstream("g", "http://u", true));
            for (long number : new long[] {5, 6, 6, 5, 9}) {
                client.publish("gptload:notices", BulletinText.write(new Bulletin("n", number, 0, false, news)));
            }
            client.publish("gptload:notices", "not for us");
            await().until(() -> receiver.missed.size() == 2);
            assertThat(receiver.received).hasSize(3);
            assertThat(channel.figures().gaps()).isEqualTo(1);
        }
        channel.close();
    }

    @Test
    void aSocketWillDo() {
        RedisChannel channel = RedisChannel.of(
                        RedisConnection.socket(redis.socket().toString()))
                .build();
        RedisChannel other = RedisChannel.of(redis.connection()).build();
        CountingReceiver receiver = new CountingReceiver();
        channel.open(receiver);
        other.open(new CountingReceiver());
        await().until(() -> channel.figures().connected());
        other.send(new StateNotice.OfDatabase());
        await().until(() -> receiver.received.size() == 1);
        channel.close();
        other.close();
    }

    @Test
    void noticesTravelWhole() {
        Instant at = Instant.ofEpochMilli(1_700_000_000_123L);
        List<StateNotice> notices = List.of(
                new StateNotice.OfKey("g", "h", new KeyStateChange.Status(at, true, 3, "r \"1\"")),
                new StateNotice.OfKey(
                        "g", "h", new KeyStateChange.Rest(at, null, at.plusMillis(5), Category.QUOTA_EXHAUSTED, "")),
                new StateNotice.OfKey(
                        "g",
                        "h",
                        new KeyStateChange.Rest(at, "m/\u00e9", at.plusMillis(5), Category.NOT_PERMITTED, "")),
                new StateNotice.OfKey("g", "h", new KeyStateChange.RestEnd(at, "m", at.plusMillis(7))),
                new StateNotice.OfKey("g", "h", new KeyStateChange.Strikes(at, -1, 2)),
                new StateNotice.OfUpstream("g", "https://u/v1", false),
                new StateNotice.OfDatabase());
        Bulletin bulletin = new Bulletin("node", 7, 123, true, notices);
        assertThat(BulletinText.read(BulletinText.write(bulletin))).isEqualTo(bulletin);
        assertThat(BulletinText.read("[1,\"n\",1,2,false,[\"later\",1],[\"database\",7],{}]"))
                .isNull();
        assertThat(BulletinText.read("[1,\"n\",1,2,false,\"more\",[\"later\",1],[\"database\",7]]"))
                .isEqualTo(new Bulletin("n", 1, 2, false, List.of(new StateNotice.OfDatabase())));
        for (String bad : List.of("", "[", "{}", "[2,\"n\",1,2,false]", "[1]", "[1,\"n\",1,2,false,[\"rest\"]]")) {
            assertThat(BulletinText.read(bad)).as(bad).isNull();
        }
    }
}
