package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class WriterTest extends WriterContract {

    @Test
    void rowsArriveByThemselves() {
        long group = group("a", "sk-leakcanary-1");
        try (RequestLogWriter writer = logs(Duration.ofMillis(20), 1000)) {
            assertThat(writer.offer(log(group, ""), "sk-leakcanary-1")).isTrue();
            await().until(() -> key(group, "sk-leakcanary-1").requestCount() == 1);
            RequestLogRow row = store.requestLogs()
                    .page(RequestLogFilter.all(), 0, 1)
                    .items()
                    .get(0);
            assertThat(row.id()).hasSize(36);
            assertThat(row.keyHash()).isEqualTo(KeyHashes.sha256("sk-leakcanary-1"));
            assertThat(row.key().text()).isEqualTo("sk-leakcanary-1");
            await().until(() -> writer.backlog() == 0);
        }
    }

    @Test
    void theAttemptsOfACallAreFoundTogetherWithTheirVerdicts() {
        try (RequestLogWriter writer = logs(NEVER, 100)) {
            String call = writer.newCall();
            String another = writer.newCall();
            String first = RequestLogRow.idOf(call, 0);
            String second = RequestLogRow.idOf(call, 1);
            RequestLogRow row = log(1, "");
            LogVerdict limited = new LogVerdict("rate_limited", "builtin.limit-reached");
            writer.offer(row.with(first, row.key(), ""), null, new LogDetails(null, limited, null));
            writer.offer(row.with(RequestLogRow.idOf(another, 0), row.key(), ""), null);
            writer.offer(row.with(second, row.key(), ""), null);
            writer.flush();
            assertThat(store.requestLogs().call(second))
                    .extracting(RequestLogRow::id)
                    .containsExactly(first, second);
            assertThat(store.requestLogs().verdicts(List.of(first, second))).isEqualTo(Map.of(first, limited));
            store.requestLogs().deleteBefore(row.timestamp().plusSeconds(1));
            assertThat(store.requestLogs().verdicts(List.of(first, second))).isEmpty();
        }
    }

    @Test
    void aFullBatchDoesNotWaitForTheInterval() {
        long group = group("a", "sk-leakcanary-1");
        RequestLogWriter writer = logs(NEVER, 10_000);
        int rows = 2 * RequestLogWriter.BATCH + 50;
        for (int i = 0; i < rows; i++) {
            writer.offer(log(group, "sk-leakcanary-1"), null);
        }
        await().until(() ->
                store.requestLogs().page(RequestLogFilter.all(), 0, 1).total() >= RequestLogWriter.BATCH);
        writer.close();
        assertThat(store.requestLogs().page(RequestLogFilter.all(), 0, 1).total())
                .isEqualTo(rows);
        assertThat(key(group, "sk-leakcanary-1").requestCount()).isEqualTo(rows);
    }

    @Test
    void whatFindsNoRoomIsCounted() {
        RequestLogWriter writer = logs(NEVER, 100);
        int kept = 0;
        for (int i = 0; i < 150; i++) {
            kept += writer.offer(log(1, "sk-leakcanary-1"), null) ? 1 : 0;
        }
        assertThat(kept).isEqualTo(100);
        assertThat(writer.overflow()).isEqualTo(50);
        writer.close();
        assertThat(writer.backlog()).isZero();
        assertThat(store.requestLogs().page(RequestLogFilter.all(), 0, 1).total())
                .isEqualTo(100);
    }

    @Test
    void aRowTheDatabaseRefusesDoesNotTakeOthersAlong() {
        RequestLogWriter writer = logs(NEVER, 1000);
        RequestLogRow twice = log(1, "sk-leakcanary-1").with("same-id", StoredKey.NONE, "");
        for (int i = 0; i < 60; i++) {
            writer.offer(i == 17 || i == 41 ? twice : log(1, "sk-leakcanary-1"), null);
        }
        writer.close();
        assertThat(writer.rejected()).isEqualTo(1);
        assertThat(store.requestLogs().page(RequestLogFilter.all(), 0, 1).total())
                .isEqualTo(59);
    }

    @Test
    void idsSortByTheirOrder() {
        TimeOrderedIds ids = new TimeOrderedIds(time);
        Set<String> seen = new HashSet<>();
        String last = "";
        for (int i = 0; i < 10_000; i++) {
            String id = ids.next();
            assertThat(id).hasSize(36).isGreaterThan(last);
            assertThat(id.charAt(14)).isEqualTo('7');
            assertThat(seen.add(id)).isTrue();
            last = id;
        }
    }

    @Test
    void statesArriveByThemselves() {
        long group = group("a", "sk-leakcanary-1");
        try (KeyStateWriter writer = states(Duration.ofMillis(20))) {
            writer.onEvent(invalidated("sk-leakcanary-1"));
            await().until(() -> key(group, "sk-leakcanary-1").status() == KeyStatus.INVALID);
            assertThat(key(group, "sk-leakcanary-1").failureCount()).isEqualTo(3);
        }
    }

    @Test
    void newsOfOneKeyAreMerged() {
        long group = group("a", "sk-leakcanary-1");
        KeyStateWriter writer = states(NEVER);
        for (int i = 0; i < 1000; i++) {
            time.advance(Duration.ofMillis(1));
            writer.onEvent(invalidated("sk-leakcanary-1"));
            writer.onEvent(new GptLoadEvent.KeyCooled(
                    time.instant(),
                    "a",
                    KeyRef.of("sk-leakcanary-1"),
                    null,
                    time.instant().plusSeconds(60),
                    Category.RATE_LIMITED,
                    "r"));
            time.advance(Duration.ofMillis(1));
            writer.onEvent(new GptLoadEvent.KeyRestored(time.instant(), "a", KeyRef.of("sk-leakcanary-1")));
        }
        assertThat(writer.backlog()).isEqualTo(1);
        writer.close();
        assertThat(key(group, "sk-leakcanary-1").status()).isEqualTo(KeyStatus.ACTIVE);
        assertThat(store.keyStates().cooldowns(group)).hasSize(1);
    }

    @Test
    void newsThatComeOutOfOrderEndRight() {
        long group = group("a", "sk-leakcanary-1");
        KeyStateWriter writer = states(NEVER);
        GptLoadEvent older = invalidated("sk-leakcanary-1");
        time.advance(Duration.ofMillis(5));
        writer.onEvent(new GptLoadEvent.KeyRestored(time.instant(), "a", KeyRef.of("sk-leakcanary-1")));
        writer.onEvent(older);
        writer.close();
        assertThat(key(group, "sk-leakcanary-1").status()).isEqualTo(KeyStatus.ACTIVE);
    }

    @Test
    void newsOfUnknownKeysAndGroupsArePassedOver() {
        group("a", "sk-leakcanary-1");
        KeyStateWriter writer = states(NEVER);
        writer.onEvent(invalidated("sk-leakcanary-unknown"));
        writer.onEvent(
                new GptLoadEvent.KeyInvalidated(time.instant(), "nowhere", KeyRef.of("sk-leakcanary-1"), 1, "r"));
        writer.close();
        assertThat(writer.backlog()).isZero();
        assertThat(writer.rejected()).isZero();
    }
}
