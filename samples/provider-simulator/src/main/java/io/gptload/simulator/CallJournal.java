package io.gptload.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts calls and remembers the latest. Guarded by its own monitor. */
final class CallJournal {
    private static final int CAPACITY = 10_000;
    static final Tally NONE = new Tally(0, 0, 0);

    private final Deque<SimulatedCall> latest = new ArrayDeque<>();
    private final Map<String, Tally> byKey = new TreeMap<>();
    private Tally total = NONE;

    /**
     * How many calls there were.
     *
     * @param calls all of them
     * @param served those answered with 2xx
     * @param rateLimited those answered with 429
     */
    record Tally(long calls, long served, long rateLimited) {
        Tally plus(int status) {
            return new Tally(calls + 1, served + (status / 100 == 2 ? 1 : 0), rateLimited + (status == 429 ? 1 : 0));
        }
    }

    synchronized void add(SimulatedCall call) {
        if (latest.size() == CAPACITY) {
            latest.removeFirst();
        }
        latest.addLast(call);
        total = total.plus(call.status());
        if (call.key() != null) {
            byKey.merge(call.key(), NONE.plus(call.status()), (old, ignored) -> old.plus(call.status()));
        }
    }

    synchronized Tally total() {
        return total;
    }

    synchronized Tally of(String key) {
        return byKey.getOrDefault(key, NONE);
    }

    synchronized Map<String, Tally> byKey() {
        return new TreeMap<>(byKey);
    }

    synchronized List<SimulatedCall> latest() {
        return List.copyOf(latest);
    }

    synchronized void clear() {
        latest.clear();
        byKey.clear();
        total = NONE;
    }
}
