package io.gptload.client.store.jdbc;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.GptLoadListener;
import io.gptload.client.event.KeyRef;
import io.gptload.client.state.KeyStateChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what the engine learns about keys into the store, off the request path. News are merged by key, so that memory
 * is bounded by the number of keys however long the database is away; none is lost, and none is dropped but for a cooldown
 * that is over before it could be written. Thread-safe.
 */
public final class KeyStateWriter implements GptLoadListener, AutoCloseable {

    /** How often news are written when nothing else is said. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(KeyStateWriter.class);
    private static final int CHUNK = 200;

    private final JdbcStore store;
    private final KeyNewsWriting database;
    private final KeyHashResolver resolver;
    private final ScheduledFuture<?> timer;
    private final Map<Id, KeyNews> pending = new ConcurrentHashMap<>();
    private final Object flushing = new Object();
    private volatile int writing;
    private final LongAdder failures = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    /**
     * @param node names this process among those that share the database; up to 64 characters
     * @param scheduler runs the writing, which may block for as long as the database does; it is not shut down
     * @param interval at most 500 ms keeps the promise that no change older than a second is lost
     */
    public KeyStateWriter(
            JdbcStore store,
            KeyHashResolver resolver,
            String node,
            ScheduledExecutorService scheduler,
            Duration interval) {
        this.store = store;
        this.resolver = resolver;
        this.database = store.keyNewsWriting(node);
        this.timer = scheduler.scheduleWithFixedDelay(
                this::flush, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean wantsCalls() {
        return false;
    }

    @Override
    public void onEvent(GptLoadEvent event) {
        KeyStateChange.OfKey news = KeyStateChange.of(event);
        if (news != null && !(news.change() instanceof KeyStateChange.Strikes)) { // they are not stored on their own
            add(news.group(), news.key(), news.change());
        }
    }

    private void add(String group, KeyRef key, KeyStateChange change) {
        String hash = resolver.storedHash(group, key);
        if (hash != null) {
            pending.compute(new Id(group, hash), (id, known) -> (known == null ? new KeyNews() : known).add(change));
        }
    }

    /** Writes what is new now. Returns when it is written or the database refused; then it is tried again later. */
    public void flush() {
        synchronized (flushing) {
            Map<String, List<Id>> byGroup = new HashMap<>();
            pending.keySet()
                    .forEach(id -> byGroup.computeIfAbsent(id.group, g -> new ArrayList<>())
                            .add(id));
            boolean reachable = true;
            for (Iterator<Map.Entry<String, List<Id>>> all = byGroup.entrySet().iterator();
                    reachable && all.hasNext(); ) {
                Map.Entry<String, List<Id>> group = all.next();
                for (int from = 0; reachable && from < group.getValue().size(); from += CHUNK) {
                    int to = Math.min(group.getValue().size(), from + CHUNK);
                    reachable = write(group.getKey(), group.getValue().subList(from, to));
                }
            }
        }
    }

    private boolean write(String group, List<Id> ids) {
        Map<String, KeyNews> taken = new HashMap<>();
        for (Id id : ids) {
            KeyNews news = pending.remove(id);
            if (news != null) {
                taken.put(id.hash, news);
            }
        }
        writing = taken.size();
        try {
            return taken.isEmpty() || write(group, taken);
        } finally {
            writing = 0;
        }
    }

    /** @return whether it makes sense to go on */
    private boolean write(String group, Map<String, KeyNews> news) {
        try {
            database.write(group, news);
            return true;
        } catch (RuntimeException e) {
            if (!store.isTransient(e)) {
                return isolate(group, news, e);
            }
            failures.increment();
            LOG.warn("Cannot write the state of {} keys now, will try again: {}", news.size(), e.toString());
            news.forEach((hash, each) -> putBack(new Id(group, hash), each));
            return false;
        }
    }

    private boolean isolate(String group, Map<String, KeyNews> news, RuntimeException cause) {
        if (news.size() == 1) {
            rejected.increment();
            LOG.error("The database refuses the state of a key of group {}", group, cause);
            return true;
        }
        boolean reachable = true;
        for (Map.Entry<String, KeyNews> each : news.entrySet()) {
            if (reachable) {
                reachable = write(group, Map.of(each.getKey(), each.getValue()));
            } else {
                putBack(new Id(group, each.getKey()), each.getValue());
            }
        }
        return reachable;
    }

    private void putBack(Id id, KeyNews older) {
        older.forgetOver(store.options().time().instant());
        pending.compute(id, (key, newer) -> {
            if (newer == null) {
                return older.isEmpty() ? null : older;
            }
            newer.addOlder(older);
            return newer;
        });
    }

    /** How many keys have news that are not written yet. */
    public int backlog() {
        return pending.size() + writing;
    }

    /** How often the database could not be written to. */
    public long failures() {
        return failures.sum();
    }

    /** How many news the database refused for good. */
    public long rejected() {
        return rejected.sum();
    }

    /** Writes what is new and stops. What the database does not take now is lost; {@link #backlog()} says how much. */
    @Override
    public void close() {
        timer.cancel(false);
        flush();
    }

    private record Id(String group, String hash) {}
}
