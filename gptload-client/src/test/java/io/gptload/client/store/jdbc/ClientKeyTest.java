package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gptload.client.store.jdbc.ChangeCounters.Kind;
import io.gptload.client.wire.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;

/** Named keys of clients, what they used, and which rows of the log are theirs. */
@ParameterizedClass
@EnumSource
class ClientKeyTest extends WriterContract {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

    private static ClientKeyRow row(String name, @Nullable Instant expires) {
        return new ClientKeyRow(
                0,
                name,
                "a note",
                KeyHashes.sha256("gl-leakcanary-" + name),
                "abcd",
                true,
                expires,
                List.of(3L, 12L),
                List.of("gpt-4*", "o3"),
                60,
                1000,
                5_000_000_000L,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                0);
    }

    private static ClientKeyRow with(ClientKeyRow row, String name, boolean enabled) {
        return new ClientKeyRow(
                row.id(),
                name,
                row.note(),
                row.hash(),
                row.tail(),
                enabled,
                null,
                List.of(),
                List.of(),
                0,
                0,
                0,
                row.lastUsedAt(),
                row.createdAt(),
                row.updatedAt(),
                row.version());
    }

    private ClientKeyRow find(long id) {
        return store.clientKeys().find(id).orElseThrow();
    }

    @Test
    void keepsAClientKey() {
        Instant expires = time.instant().plusMillis(1);
        long id = store.clientKeys().insert(row("app", expires));
        ClientKeyRow found = find(id);
        assertThat(found)
                .isEqualTo(new ClientKeyRow(
                        id,
                        "app",
                        "a note",
                        KeyHashes.sha256("gl-leakcanary-app"),
                        "abcd",
                        true,
                        expires,
                        List.of(3L, 12L),
                        List.of("gpt-4*", "o3"),
                        60,
                        1000,
                        5_000_000_000L,
                        null,
                        time.instant(),
                        time.instant(),
                        0));
        assertThat(found.isExpired(time.instant())).isFalse();
        assertThat(found.isExpired(expires)).isTrue();
        assertThat(found.toString()).doesNotContain(found.hash());
        assertThat(store.clientKeys().find("app")).contains(found);
        assertThat(store.clientKeys().find("App")).isEmpty();
        assertThat(store.clientKeys().count()).isEqualTo(1);
    }

    @Test
    void aNameIsThereOnce() {
        store.clientKeys().insert(row("app", null));
        assertThatThrownBy(() -> store.clientKeys().insert(row("app", null))).isInstanceOf(DataAccessException.class);
        assertThat(store.clientKeys().insert(row("App", null))).isPositive();
    }

    @Test
    void theSecondOfTwoWhoEditIsRefusedAndChangesNothing() {
        long id = store.clientKeys().insert(row("app", time.instant()));
        ClientKeyRow read = find(id);
        time.advance(Duration.ofSeconds(1));
        store.clientKeys().update(with(read, "first", false));
        assertThatThrownBy(() -> store.clientKeys().update(with(read, "second", true)))
                .isInstanceOf(StaleVersionException.class);
        ClientKeyRow found = find(id);
        assertThat(found.name()).isEqualTo("first");
        assertThat(found.enabled()).isFalse();
        assertThat(found.expiresAt()).isNull();
        assertThat(found.groupIds()).isEmpty();
        assertThat(found.models()).isEmpty();
        assertThat(found.hash()).isEqualTo(read.hash());
        assertThat(found.version()).isEqualTo(1);
        assertThat(found.createdAt()).isEqualTo(read.createdAt());
        assertThat(found.updatedAt()).isEqualTo(time.instant());
    }

    @Test
    void aKeyIsExchangedAndRemoved() {
        long id = store.clientKeys().insert(row("app", null));
        assertThat(store.clientKeys().replaceKey(id, KeyHashes.sha256("gl-leakcanary-new"), "wxyz"))
                .isTrue();
        assertThat(find(id).hash()).isEqualTo(KeyHashes.sha256("gl-leakcanary-new"));
        assertThat(find(id).tail()).isEqualTo("wxyz");
        assertThat(find(id).version()).isEqualTo(1);
        assertThat(store.clientKeys().delete(id)).isTrue();
        assertThat(store.clientKeys().delete(id)).isFalse();
        assertThat(store.clientKeys().replaceKey(id, "00", "none")).isFalse();
        assertThat(store.clientKeys().list()).isEmpty();
    }

    @Test
    void everyChangeIsCountedAndUseIsNone() {
        long before = store.changes().current(Kind.CLIENT_KEYS);
        long id = store.clientKeys().insert(row("app", null));
        store.clientKeys().update(find(id));
        store.clientKeys().replaceKey(id, "00", "none");
        store.clientUsage().add(DAY, Map.of(id, new ClientUsage(1, 0, 0, 0)), Map.of(id, time.instant()));
        store.clientKeys().delete(id);
        assertThat(store.changes().current(Kind.CLIENT_KEYS)).isEqualTo(before + 4);
    }

    @Test
    void clientsAreListedByNameAndFoundByText() {
        for (String name : List.of("c", "a_1", "b", "ab1")) {
            store.clientKeys().insert(row(name, null));
        }
        assertThat(store.clientKeys().list()).extracting(ClientKeyRow::name).containsExactly("a_1", "ab1", "b", "c");
        Page<ClientKeyRow> second = store.clientKeys().page("", 2, 1);
        assertThat(second.total()).isEqualTo(4);
        assertThat(second.items()).extracting(ClientKeyRow::name).containsExactly("b");
        assertThat(store.clientKeys().page("a_", 0, 10).items())
                .extracting(ClientKeyRow::name)
                .containsExactly("a_1");
        assertThat(store.clientKeys().page("a note", 0, 10).total()).isEqualTo(4);
    }

    @Test
    void useIsAddedUpByDayAndTheLastOneIsKnown() {
        long one = store.clientKeys().insert(row("one", null));
        long two = store.clientKeys().insert(row("two", null));
        Instant now = time.instant();
        store.clientUsage().add(DAY, Map.of(one, new ClientUsage(3, 1, 100, 20)), Map.of(one, now));
        store.clientUsage()
                .add(
                        DAY,
                        Map.of(one, new ClientUsage(-1, 0, 5, 5), two, new ClientUsage(1, 0, 0, 0)),
                        Map.of(one, now.minusSeconds(5), two, now.minusSeconds(5)));
        store.clientUsage().add(DAY.plusDays(1), Map.of(one, new ClientUsage(7, 0, 0, 0)), Map.of());

        assertThat(store.clientUsage().of(DAY))
                .isEqualTo(Map.of(one, new ClientUsage(2, 1, 105, 25), two, new ClientUsage(1, 0, 0, 0)));
        assertThat(find(one).lastUsedAt()).isEqualTo(now);
        assertThat(find(two).lastUsedAt()).isEqualTo(now.minusSeconds(5));
        assertThat(find(one).version()).isZero();
        assertThat(store.clientUsage().list(null, DAY, DAY.plusDays(1), 10))
                .extracting(ClientUsageRow::day, ClientUsageRow::clientId)
                .containsExactly(tuple(DAY.plusDays(1), one), tuple(DAY, one), tuple(DAY, two));
        assertThat(store.clientUsage().list(two, DAY, DAY.plusDays(1), 10)).hasSize(1);
        assertThat(store.clientUsage().list(null, DAY.plusDays(1), DAY.plusDays(2), 10))
                .hasSize(1);
        assertThat(store.clientUsage().list(null, DAY, DAY.plusDays(1), 2)).hasSize(2);
        assertThat(store.clientUsage().deleteBefore(DAY.plusDays(1))).isEqualTo(2);
        assertThat(store.clientUsage().of(DAY)).isEmpty();
    }

    @Test
    void aRowOfTheLogKnowsItsClientAndGoesWithIt() {
        RequestLogWriter writer = logs(NEVER, 100);
        writer.offer(
                log(1, "sk-leakcanary-a"),
                null,
                new LogDetails(new TokenUsage(1, 2, 0, 3), null, new LoggedClient(7, "app")));
        writer.offer(log(1, "sk-leakcanary-b"), null);
        writer.close();
        assertThat(writer.rejected()).isZero();

        List<String> ids = store.requestLogs().page(RequestLogFilter.all(), 0, 10).items().stream()
                .map(RequestLogRow::id)
                .toList();
        assertThat(ids).hasSize(2);
        assertThat(store.clientCalls().of(ids).values()).containsExactly(new LoggedClient(7, "app"));
        assertThat(store.clientCalls().of(List.of())).isEmpty();
        assertThat(store.requestLogs()
                        .page(RequestLogFilter.all().clientId(7L), 0, 10)
                        .items())
                .extracting(RequestLogRow::keyHash)
                .containsExactly(KeyHashes.sha256("sk-leakcanary-a"));
        assertThat(store.requestLogs()
                        .page(RequestLogFilter.all().clientId(8L), 0, 10)
                        .total())
                .isZero();

        assertThat(store.requestLogs().deleteBefore(time.instant())).isZero();
        assertThat(store.clientCalls().of(ids)).hasSize(1);
        assertThat(store.requestLogs().deleteBefore(time.instant().plusSeconds(1)))
                .isEqualTo(2);
        assertThat(store.clientCalls().of(ids)).isEmpty();
    }
}
