package io.gptload.benchmarks.faults;

import io.gptload.client.event.KeyRef;
import io.gptload.simulator.SimulatedCall;
import io.gptload.simulator.SimulatedKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys that the provider refuses, found out by one node after the other: every other one is dead, the rest are limited for a
 * while. Some work again and are put back by a node that knows of them. What is true of each key is known here.
 */
final class Changes {

    private static final int MOST_TRIES = 6;
    private static final Duration LIMITED = Duration.ofMinutes(20);

    private final Pool pool;
    private final Traffic traffic;
    private final String group;
    private final Map<String, String> secrets = new HashMap<>(); // by hash
    private final Map<String, String> truth = new HashMap<>();
    private final Map<String, Finding> found = new LinkedHashMap<>();
    private int refusals;
    private int putBack;

    /** A key that was out for the first time. */
    record Finding(Instant at, Node by) {}

    /** @param count how many keys there are to be found out, and two more that work */
    Changes(Pool pool, Traffic traffic, String group, int count) throws IOException, InterruptedException {
        this.pool = pool;
        this.traffic = traffic;
        this.group = group;
        List<String> keys = pool.group(group, count + 2);
        for (int i = 0; i < keys.size(); i++) {
            String secret = keys.get(i);
            String hash = KeyRef.of(secret).hash();
            secrets.put(hash, secret);
            truth.put(hash, "ready");
            pool.provider()
                    .setKey(
                            i >= count
                                    ? SimulatedKey.valid(secret)
                                    : i % 2 == 0
                                            ? SimulatedKey.invalid(secret)
                                            : SimulatedKey.limited(secret, 0, LIMITED));
        }
    }

    String group() {
        return group;
    }

    /** Takes so many keys out, one after the other in that rhythm, by these nodes in turn. */
    void make(int count, long rhythmMillis, List<Node> by) throws InterruptedException {
        long next = System.nanoTime();
        int goal = found.size() + count;
        for (int i = 0; found.size() < goal && i < MOST_TRIES * count; i++) {
            findOut(by.get(i % by.size()));
            next += rhythmMillis * 1_000_000;
            long left = next - System.nanoTime();
            if (left > 0) {
                Thread.sleep(left / 1_000_000);
            }
        }
    }

    private void findOut(Node node) throws InterruptedException {
        Instant begun = Instant.now();
        Traffic.Ended call = traffic.call(group, node);
        if (call.status() == 401 || call.status() == 429) {
            SimulatedCall seen = refusal(begun);
            if (seen != null) { // else all keys are out, and nobody was asked
                String hash = KeyRef.of(String.valueOf(seen.key())).hash();
                refusals++;
                found.putIfAbsent(hash, new Finding(seen.at(), node));
                truth.put(hash, call.status() == 401 ? "invalid" : "cooling");
            }
        }
    }

    /** The provider's side of the only call of this group since, but for those that try keys in the background. */
    private @Nullable SimulatedCall refusal(Instant since) {
        List<SimulatedCall> log = pool.provider().callLog();
        for (int i = log.size() - 1; i >= 0; i--) {
            SimulatedCall each = log.get(i);
            if (Node.MODEL.equals(each.model())
                    && secrets.containsValue(String.valueOf(each.key()))
                    && !each.at().isBefore(since)) {
                return each;
            }
        }
        return null;
    }

    /**
     * Puts some of the keys back that are out, each by one of these nodes other than the one that found it out; they work
     * again.
     */
    void putBack(int count, List<Node> by) throws InterruptedException {
        List<String> out = new ArrayList<>();
        truth.forEach((hash, state) -> {
            if (!state.equals("ready")) {
                out.add(hash);
            }
        });
        for (String hash : out.subList(0, Math.min(count, out.size()))) {
            String state = truth.getOrDefault(hash, "");
            Node node = isFoundBy(hash, by.get(0)) ? by.get(by.size() - 1) : by.get(0);
            Pool.await(
                    node + " to know of a key",
                    () -> state.equals(node.keys(group).get(hash)));
            pool.provider().setKey(SimulatedKey.valid(secrets.getOrDefault(hash, "")));
            try {
                node.change(group, hash, state.equals("invalid") ? "restore" : "clear");
            } catch (IOException e) {
                throw new IllegalStateException(node + " does not put a key back", e);
            }
            truth.put(hash, "ready");
            putBack++;
        }
    }

    private boolean isFoundBy(String hash, Node node) {
        Finding finding = found.get(hash);
        return finding != null && finding.by() == node;
    }

    /** Keys found out by a node after an instant: of a node that was killed a second later they may be lost. */
    List<String> foundBy(Node node, Instant after) {
        return found.entrySet().stream()
                .filter(each ->
                        each.getValue().by() == node && each.getValue().at().isAfter(after))
                .map(Map.Entry::getKey)
                .toList();
    }

    Map<String, Finding> found() {
        return found;
    }

    /** What is so. */
    Map<String, String> truth() {
        return truth;
    }

    /** Keys out and keys put back. */
    int made() {
        return found.size() + putBack;
    }

    /** How often a key was refused that another node had found out before. */
    int again() {
        return refusals - found.size();
    }
}
