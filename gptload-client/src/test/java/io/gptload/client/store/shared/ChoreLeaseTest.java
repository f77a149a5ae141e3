package io.gptload.client.store.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.VirtualTime;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.StoreOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChoreLeaseTest {

    @TempDir
    Path folder;

    private final VirtualTime time = new VirtualTime();
    private final ScheduledExecutorService never = new ScheduledThreadPoolExecutor(0, task -> null);
    private JdbcStore store;

    @BeforeEach
    void open() {
        StoreOptions options = StoreOptions.DEFAULTS.withTime(time).withBusyTimeout(Duration.ofMillis(50));
        store = JdbcStore.sqlite(folder.resolve("pool.db"), options);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ChoreLease lease(boolean candidate) {
        return new ChoreLease(store, candidate, never);
    }

    @Test
    void oneNodeHasThemUntilItStops() {
        ChoreLease first = lease(true);
        ChoreLease second = lease(true);
        assertThat(first.held()).isTrue();
        assertThat(second.held()).isFalse();
        time.advance(Duration.ofSeconds(20));
        first.ask();
        time.advance(Duration.ofSeconds(20));
        second.ask();
        assertThat(first.held()).isTrue();
        assertThat(second.held()).isFalse();
        first.close();
        assertThat(first.held()).isFalse();
        second.ask();
        assertThat(second.held()).isTrue();
        first.ask();
        assertThat(first.held()).isFalse();
    }

    @Test
    void aNodeThatFallsSilentLosesThemBeforeAnotherHasThem() {
        ChoreLease first = lease(true);
        ChoreLease second = lease(true);
        time.advance(ChoreLease.LENGTH.minusMillis(1));
        second.ask();
        assertThat(second.held()).isFalse();
        time.advance(Duration.ofMillis(1));
        assertThat(first.held()).isFalse();
        second.ask();
        assertThat(second.held()).isTrue();
        first.ask();
        assertThat(first.held()).isFalse();
    }

    @Test
    void withoutTheDatabaseNobodyKeepsThemForLong() throws Exception {
        ChoreLease lease = lease(true);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pool.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            lease.ask();
            assertThat(lease.held()).isTrue();
            time.advance(ChoreLease.LENGTH);
            lease.ask();
            assertThat(lease.held()).isFalse();
            statement.execute("ROLLBACK");
        }
        lease.ask();
        assertThat(lease.held()).isTrue();
    }

    @Test
    void aFollowerNeverHasThem() {
        ChoreLease follower = lease(false);
        follower.ask();
        assertThat(follower.held()).isFalse();
        assertThat(lease(true).held()).isTrue();
    }

    @Test
    void choresAreDoneWhereTheyAreHeldAndAFailureIsNotTheEnd() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger here = new AtomicInteger();
        AtomicInteger there = new AtomicInteger();
        try (ChoreLease first = new ChoreLease(store, true, timer);
                ChoreLease second = new ChoreLease(store, true, timer)) {
            second.every(Duration.ofMillis(10), there::incrementAndGet);
            first.every(Duration.ofMillis(10), () -> {
                here.incrementAndGet();
                throw new IllegalStateException("a test's");
            });
            Awaitility.await().until(() -> {
                time.advance(Duration.ofMillis(20));
                return here.get() > 2;
            });
            assertThat(there).hasValue(0);
        } finally {
            timer.shutdownNow();
        }
    }
}
