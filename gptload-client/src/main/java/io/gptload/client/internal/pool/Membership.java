package io.gptload.client.internal.pool;

import io.gptload.client.config.KeyConfig;
import io.gptload.client.config.KeyOptions;
import io.gptload.client.event.KeyRef;
import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which keys a pool has, how they are to be used, and how many of them are usable. Guarded by the pool's lock. */
final class Membership {

    private static final Duration FAR_AWAY = Duration.ofDays(36_500);

    private final TimeSource time;
    private final ReadyIndex index;
    private final Map<String, KeyCell> byHash = new LinkedHashMap<>();
    private volatile int activeKeys;
    private int disabledKeys;

    Membership(TimeSource time, ReadyIndex index) {
        this.time = time;
        this.index = index;
    }

    /** Keys that are wanted, by hash. */
    record Wanted(KeyRef ref, KeyConfig config) {}

    /**
     * Names the keys.
     *
     * @param known the names of those there are, by value: hashing is slow
     */
    static Map<String, Wanted> wanted(Collection<KeyConfig> keys, Map<String, KeyRef> known) {
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        for (KeyConfig key : keys) {
            KeyRef ref = known.get(key.secret());
            KeyRef named = ref == null ? KeyRef.of(key.secret()) : ref;
            wanted.putIfAbsent(named.hash(), new Wanted(named, key));
        }
        return wanted;
    }

    Map<String, KeyRef> refsBySecret() {
        Map<String, KeyRef> refs = new HashMap<>();
        byHash.values().forEach(cell -> refs.put(cell.secret(), cell.ref()));
        return refs;
    }

    void reconcile(Map<String, Wanted> wanted) {
        byHash.values().removeIf(cell -> {
            boolean goes = !wanted.containsKey(cell.ref().hash());
            if (goes) {
                index.remove(cell);
            }
            return goes;
        });
        wanted.forEach((hash, key) -> {
            KeyCell known = byHash.get(hash);
            if (known == null) {
                add(key);
            } else if (!known.options().equals(key.config.options())) {
                replace(known, () -> use(known, key.config.options()));
            }
        });
        activeKeys = (int) byHash.values().stream().filter(KeyCell::active).count();
        disabledKeys = (int) byHash.values().stream().filter(KeyCell::disabled).count();
        index.settle();
    }

    private void add(Wanted key) {
        KeyCell cell = new KeyCell(index.freeSlot(), key.config, key.ref);
        use(cell, key.config.options());
        byHash.put(key.ref.hash(), cell);
        index.add(cell);
    }

    /** Enables a key whose time is over. The caller settles the index. */
    void enable(KeyCell cell) {
        replace(cell, cell::enable);
    }

    private void replace(KeyCell cell, Runnable change) {
        boolean wasActive = cell.active();
        disabledKeys -= cell.disabled() ? 1 : 0;
        index.replace(cell, change);
        disabledKeys += cell.disabled() ? 1 : 0;
        changed(cell, wasActive);
    }

    private void use(KeyCell cell, KeyOptions options) {
        long now = time.nanoTime();
        cell.use(options, now, untilNanos(options.disabledUntil(), now));
    }

    private long untilNanos(@Nullable Instant until, long now) {
        if (until == null) {
            return now;
        }
        Duration left = Duration.between(time.instant(), until);
        return left.compareTo(FAR_AWAY) > 0 ? KeyPool.NEVER : now + left.toNanos();
    }

    /** Counts a key whose health may have changed. */
    void changed(KeyCell cell, boolean wasActive) {
        activeKeys += (cell.active() ? 1 : 0) - (wasActive ? 1 : 0);
    }

    KeyPool.Counts counts() {
        return new KeyPool.Counts(index.readyKeys(), activeKeys, disabledKeys, byHash.size());
    }

    /** How many keys were not taken out for good and are not disabled; any thread may ask. */
    int active() {
        return activeKeys;
    }

    int size() {
        return byHash.size();
    }

    @Nullable
    KeyCell byHash(String hash) {
        return byHash.get(hash);
    }

    List<KeyCell> cells() {
        return List.copyOf(byHash.values());
    }
}
