package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.util.Throwables.getStackTrace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class KeyTest extends StoreContract {

    @Test
    void importsEachKeyOnce() {
        long group = group("a");
        long other = group("b");
        assertThat(importKeys(group, "sk-leakcanary-1", "sk-leakcanary-2", "sk-leakcanary-1"))
                .isEqualTo(new ImportResult(2, 1));
        assertThat(importKeys(group, "sk-leakcanary-2", "sk-leakcanary-3")).isEqualTo(new ImportResult(1, 1));
        assertThat(importKeys(other, "sk-leakcanary-2")).isEqualTo(new ImportResult(1, 0));
        assertThat(store.keys().counts(group)).isEqualTo(new KeyCounts(3, 0));
        KeyRow row = key(group, "sk-leakcanary-3");
        assertThat(row.reveal(KeyCipher.plaintext())).isEqualTo("sk-leakcanary-3");
        assertThat(row.toString()).doesNotContain("sk-leakcanary-3");
        assertThat(row.hash()).isEqualTo(KeyHashes.sha256("sk-leakcanary-3"));
        assertThat(row.status()).isEqualTo(KeyStatus.ACTIVE);
        assertThat(row.createdAt()).isEqualTo(time.instant());
    }

    @Test
    void importsOfTheSameKeysSideBySideMakeNoDuplicates() throws Exception {
        long group = group("a");
        List<String> secrets = secrets(5_000);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try (JdbcStore second = open(options())) {
            List<Future<ImportResult>> results = new ArrayList<>();
            for (JdbcStore each : List.of(store, second)) {
                results.add(pool.submit(() -> each.keys().importAll(group, secrets.iterator(), seen -> {})));
            }
            long added = 0;
            for (Future<ImportResult> result : results) {
                added += result.get().added();
                assertThat(result.get().added() + result.get().ignored()).isEqualTo(5_000);
            }
            assertThat(added).isEqualTo(5_000);
            assertThat(store.keys().counts(group).total()).isEqualTo(5_000);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void importsAHundredThousandKeys() {
        long group = group("big");
        List<String> secrets = secrets(100_000);
        List<Long> progress = new ArrayList<>();
        long start = System.nanoTime();
        ImportResult result = store.keys().importAll(group, secrets.iterator(), progress::add);
        long imported = System.nanoTime();
        ImportResult again = store.keys().importAll(group, secrets.iterator(), seen -> {});
        long repeated = System.nanoTime();
        long[] visited = {0};
        store.keys().forEach(KeyFilter.ofGroup(group), row -> visited[0]++);
        long walked = System.nanoTime();
        LoadedCatalog catalog = new CatalogLoader(store).load();
        long loaded = System.nanoTime();
        long deleted = store.keys().delete(group, secrets, seen -> {});
        long gone = System.nanoTime();
        System.out.printf(
                "100,000 keys: import %d ms, again %d ms, walk %d ms, load catalogue %d ms, delete %d ms%n",
                millis(start, imported),
                millis(imported, repeated),
                millis(repeated, walked),
                millis(walked, loaded),
                millis(loaded, gone));
        assertThat(result).isEqualTo(new ImportResult(100_000, 0));
        assertThat(again).isEqualTo(new ImportResult(0, 100_000));
        assertThat(progress).isSorted().endsWith(100_000L);
        assertThat(visited[0]).isEqualTo(100_000);
        assertThat(catalog.groups().get(0).config().keys()).hasSize(100_000);
        assertThat(deleted).isEqualTo(100_000);
    }

    private static long millis(long from, long to) {
        return Duration.ofNanos(to - from).toMillis();
    }

    @Test
    void pagesAndFilters() {
        long group = group("a", "sk-leakcanary-1", "sk-leakcanary-2", "sk-leakcanary-3");
        store.keys().setStatus(key(group, "sk-leakcanary-2").id(), KeyStatus.INVALID, 3);
        RequestLogRow used = log(group, "sk-leakcanary-1");
        store.requestLogs().insert(List.of(used.with("1", StoredKey.NONE, used.keyHash())));
        Page<KeyRow> all = store.keys().page(KeyFilter.ofGroup(group), 0, 2);
        assertThat(all.total()).isEqualTo(3);
        assertThat(all.items())
                .extracting(row -> row.key().text())
                .containsExactly("sk-leakcanary-1", "sk-leakcanary-3");
        Page<KeyRow> invalid = store.keys().page(KeyFilter.ofGroup(group).withStatus(KeyStatus.INVALID), 0, 10);
        assertThat(invalid.items()).extracting(KeyRow::failureCount).containsExactly(3L);
        assertThat(store.keys().counts(group)).isEqualTo(new KeyCounts(2, 1));
        assertThat(store.keys()
                        .page(KeyFilter.ofGroup(group).withSecret("none", KeyCipher.plaintext()), 0, 10)
                        .total())
                .isZero();
    }

    @Test
    void restoresDeletesAndClears() {
        long group = group("a", "sk-leakcanary-1", "sk-leakcanary-2", "sk-leakcanary-3", "sk-leakcanary-4");
        for (String secret : List.of("sk-leakcanary-1", "sk-leakcanary-2", "sk-leakcanary-3")) {
            store.keys().setStatus(key(group, secret).id(), KeyStatus.INVALID, 3);
        }
        assertThat(store.keys().restore(group, List.of("sk-leakcanary-1", "sk-leakcanary-4", "unknown")))
                .isEqualTo(1);
        assertThat(key(group, "sk-leakcanary-1").failureCount()).isZero();
        assertThat(store.keys().restoreAll(group)).isEqualTo(2);
        assertThat(store.keys().counts(group)).isEqualTo(new KeyCounts(4, 0));
        store.keys().setStatus(key(group, "sk-leakcanary-2").id(), KeyStatus.INVALID, 3);
        assertThat(store.keys().clear(group, KeyStatus.INVALID)).isEqualTo(1);
        assertThat(store.keys().delete(group, List.of("sk-leakcanary-1", "unknown"), seen -> {}))
                .isEqualTo(1);
        assertThat(store.keys().clear(group, null)).isEqualTo(2);
        assertThat(store.keys().counts(group)).isEqualTo(KeyCounts.NONE);
    }

    @Test
    void notesAreCutToFit() {
        long group = group("a", "sk-leakcanary-1");
        assertThat(store.keys().setNotes(key(group, "sk-leakcanary-1").id(), "n".repeat(300)))
                .isTrue();
        assertThat(key(group, "sk-leakcanary-1").notes()).hasSize(255);
        assertThat(store.keys().setNotes(4711, "x")).isFalse();
    }

    @Test
    void aKeyThatTheDatabaseRefusesIsNotInTheError() {
        assumeThat(engine).as("the one that refuses it").isEqualTo(TestEngine.POSTGRESQL);
        long group = group("a");
        assertThatThrownBy(() -> importKeys(group, "sk-leakcanary-1", "sk-leakcanary-2\0"))
                .satisfies(error -> assertThat(getStackTrace(error)).doesNotContain("leakcanary"));
        assertThat(store.keys().counts(group)).isEqualTo(KeyCounts.NONE);
    }

    private static List<String> secrets(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "sk-leakcanary-proj-" + i + "-abcdefghijklmnopqrstuvwxyz")
                .toList();
    }
}
