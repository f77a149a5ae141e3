package io.gptload.benchmarks.sharing;

import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Prints how long it takes until a key that one node took out, or put back, is so on all others: {@code [changes] [nodes]
 * [Redis port]}, by default 200, 3, and no Redis. The nodes share a SQLite file; each has connections, an engine and threads of
 * its own.
 */
public final class PoolPropagation {

    private static final String GROUP = "shared";
    private static final int KEYS = 100;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private PoolPropagation() {}

    /** @throws IllegalStateException if a change does not arrive within 10 seconds */
    public static void main(String... arguments) throws IOException {
        int changes = number(arguments, 0, 200);
        int nodes = number(arguments, 1, 3);
        int redisPort = number(arguments, 2, 0);
        Path folder = Files.createTempDirectory("gptload-propagation");
        try {
            Path file = folder.resolve("pool.db");
            List<KeyRef> keys = fill(file);
            report("database alone", nodes, measure(file, keys, changes, nodes, 0));
            if (redisPort > 0) {
                report("with Redis", nodes, measure(file, keys, changes, nodes, redisPort));
            }
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path each : files.toList()) {
                    Files.delete(each);
                }
            }
            Files.delete(folder);
        }
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return index < arguments.length ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private static List<KeyRef> fill(Path file) {
        try (JdbcStore store = JdbcStore.sqlite(file, StoreOptions.DEFAULTS)) {
            long group = store.groups()
                    .insert(GroupRow.standard(
                            GROUP, "openai", "[{\"url\":\"http://127.0.0.1:9\",\"weight\":1}]", "none"));
            List<String> keys = IntStream.range(0, KEYS)
                    .mapToObj("sk-propagation-%04d"::formatted)
                    .toList();
            store.keys().importAll(group, keys.iterator(), done -> {});
            return keys.stream().map(KeyRef::of).toList();
        }
    }

    private static long[] measure(Path file, List<KeyRef> keys, int changes, int count, int redisPort) {
        List<PoolNode> nodes = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                nodes.add(new PoolNode(file, GROUP, redisPort));
            }
            await("the nodes to connect", () -> nodes.stream().allMatch(PoolNode::connected));
            long[] delays = new long[changes];
            for (int i = 0; i < changes; i++) {
                delays[i] = change(nodes, i % count, keys.get(i / 2 % keys.size()), i % 2 != 0);
            }
            Arrays.sort(delays);
            return delays;
        } finally {
            nodes.forEach(PoolNode::close);
        }
    }

    /** At a moment that has nothing to do with when the nodes look. */
    private static long change(List<PoolNode> nodes, int actor, KeyRef key, boolean back) {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(20)));
        long begun = System.nanoTime();
        if (back) {
            nodes.get(actor).group().restore(key);
        } else {
            nodes.get(actor).group().invalidate(key);
        }
        return await("a change to arrive", () -> nodes.stream().allMatch(node -> node.usable(key) == back)) - begun;
    }

    private interface Condition {
        boolean holds();
    }

    private static long await(String what, Condition condition) {
        long begun = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begun > LIMIT_NANOS) {
                throw new IllegalStateException("Waited too long for " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return System.nanoTime();
    }

    private static void report(String how, int nodes, long[] sorted) {
        System.out.printf(
                Locale.ROOT,
                "%-15s %d nodes, %d changes, until the last node knows: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                how,
                nodes,
                sorted.length,
                millis(sorted, 0.50),
                millis(sorted, 0.99),
                millis(sorted, 1));
    }

    private static double millis(long[] sorted, double part) {
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * part) - 1)] / 1e6;
    }
}
