package io.gptload.benchmarks.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Looks at all nodes all the time, and notes when each of them has a key out for the first time. */
final class Propagation {

    private static final long LOOK_MILLIS = 10;

    private final String group;
    private final Map<Node, Map<String, Instant>> seen = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    Propagation(Pool pool, String group) {
        this.group = group;
        for (Node node : pool.nodes()) {
            seen.put(node, new ConcurrentHashMap<>());
            Thread thread = new Thread(() -> watch(node), "watch of " + node);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void watch(Node node) {
        Map<String, Instant> first = seen.computeIfAbsent(node, none -> new ConcurrentHashMap<>());
        try {
            while (!over) {
                try {
                    node.keys(group).forEach((hash, state) -> {
                        if (!state.equals("ready")) {
                            first.putIfAbsent(hash, Instant.now());
                        }
                    });
                } catch (IOException e) {
                    // it is away
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From the provider's refusal to the last node that knows, in milliseconds, sorted; waits until all know. */
    long[] delays(Map<String, Changes.Finding> found) throws InterruptedException {
        Pool.await(
                "all nodes to know",
                () -> seen.values().stream().allMatch(first -> first.keySet().containsAll(found.keySet())));
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        return found.entrySet().stream()
                .mapToLong(each -> seen.values().stream()
                        .mapToLong(first -> Duration.between(each.getValue().at(), first.get(each.getKey()))
                                .toMillis())
                        .max()
                        .orElse(0))
                .sorted()
                .toArray();
    }
}
