package io.gptload.client.store.jdbc;

import io.gptload.client.event.KeyRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;

/**
 * Carries log rows into the store, off the request path: at most {@value #BATCH} in a transaction, soon when there are as
 * many, else every interval. Adding a row never waits. A row the database refuses is singled out and dropped, never its
 * batch; while the database is locked or away rows stay in the queue. What finds the queue full is dropped and counted.
 * The counters of keys and their usage of tokens follow at once, but under load on many keys up to a minute later.
 * Thread-safe.
 */
public final class RequestLogWriter implements AutoCloseable {

    /** The most rows of one transaction. */
    public static final int BATCH = 1000;

    /** How often rows are written when nothing else is said. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofMillis(500);

    /** The most rows on their way. */
    public static final int DEFAULT_CAPACITY = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(RequestLogWriter.class);
    private static final long MAX_BYTES = 64L << 20;
    /** What gpt-load stores, and this too, for a key that cannot be encrypted. */
    static final String NOT_ENCRYPTED = "failed-to-encryption";

    private final JdbcStore store;
    private final KeyHashResolver resolver;
    private final TimeOrderedIds ids;
    private final LogQueue queue;
    private final ScheduledExecutorService scheduler;
    private final ScheduledFuture<?> timer;
    private final Object flushing = new Object();
    private final KeyTallies tallies;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final LongAdder overflow = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder uncounted = new LongAdder();
    private List<LogQueue.Entry> waiting = new ArrayList<>();
    private volatile boolean away;

    /**
     * @param resolver finds what a key is stored under, so that its use is counted there
     * @param scheduler runs the writing, which may block for as long as the database does; it is not shut down
     * @param interval how long a row waits at most while the database works; what a kill may lose
     * @param capacity the most rows on their way; their texts are bounded too, to 64 MiB
     */
    public RequestLogWriter(
            JdbcStore store,
            KeyHashResolver resolver,
            ScheduledExecutorService scheduler,
            Duration interval,
            int capacity) {
        this.store = store;
        this.resolver = resolver;
        this.ids = new TimeOrderedIds(store.options().time());
        this.queue = new LogQueue(capacity, MAX_BYTES);
        this.tallies = new KeyTallies(store.options().time().nanoTime());
        this.scheduler = scheduler;
        this.timer = scheduler.scheduleWithFixedDelay(
                this::flush, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Adds a row; it is given an id if it has none.
     *
     * @param secret the key in plain text, encrypted and hashed when it is written; {@code null} to leave the row's as is
     * @return whether there was room
     */
    public boolean offer(RequestLogRow row, @Nullable String secret) {
        return offer(row, secret, LogDetails.NONE);
    }

    /** Adds a row, as {@link #offer(RequestLogRow, String)}, and what more is known of the attempt. */
    public boolean offer(RequestLogRow row, @Nullable String secret, LogDetails details) {
        RequestLogRow named = row.id().isEmpty() ? row.with(ids.next(), row.key(), row.keyHash()) : row;
        if (!queue.offer(new LogQueue.Entry(named, secret, details))) {
            overflow.increment();
            return false;
        }
        if (queue.size() >= BATCH && !away && asked.compareAndSet(false, true)) {
            try {
                scheduler.execute(this::flush);
            } catch (RejectedExecutionException e) {
                asked.set(false); // shut down; close() writes the rest
            }
        }
        return true;
    }

    /** An id for a call; the ids of its rows are made of it, see {@link RequestLogRow#idOf}. */
    public String newCall() {
        return ids.next();
    }

    /** Writes all rows there are. Returns when they are written or the database refused; then it is tried again later. */
    public void flush() {
        synchronized (flushing) {
            asked.set(false);
            do {
                if (waiting.isEmpty()) {
                    waiting = queue.take(BATCH);
                }
            } while (!waiting.isEmpty() && write());
            if (tallies.isDue(store.options().time().nanoTime())) {
                count();
            }
        }
    }

    private void count() {
        List<KeyTally> taken = tallies.take(store.options().time().nanoTime());
        for (int from = 0; from < taken.size(); from += KeyTallyInsert.CHUNK) {
            List<KeyTally> chunk = taken.subList(from, Math.min(taken.size(), from + KeyTallyInsert.CHUNK));
            try {
                store.requestLogs().count(chunk);
            } catch (RuntimeException e) {
                if (store.isTransient(e)) {
                    failures.increment();
                    tallies.putBack(taken.subList(from, taken.size()));
                    return;
                }
                uncounted.add(chunk.stream().mapToLong(KeyTally::uses).sum());
                LOG.warn("The database refuses to count the use of {} keys: {}", chunk.size(), e.toString());
            }
        }
    }

    private boolean write() {
        List<LogQueue.Entry> left = new ArrayList<>();
        boolean reachable = write(waiting, left);
        queue.release(waiting.subList(0, waiting.size() - left.size())); // what is left is always the end
        waiting = left;
        away = !reachable;
        return reachable;
    }

    /**
     * Writes rows, in halves if they are refused together.
     *
     * @param left takes those to be tried again
     * @return whether the database is there
     */
    private boolean write(List<LogQueue.Entry> entries, List<LogQueue.Entry> left) {
        try {
            List<LoggedAttempt> attempts = entries.stream()
                    .map(entry -> new LoggedAttempt(sealed(entry), entry.details()))
                    .toList();
            log(attempts);
            tallies.add(attempts);
            return true;
        } catch (RuntimeException e) {
            if (store.isTransient(e)) {
                failures.increment();
                LOG.warn("Cannot write {} log rows now, will try again: {}", entries.size(), e.toString());
                left.addAll(entries);
                return false;
            }
            if (entries.size() == 1) {
                rejected.increment();
                LOG.warn(
                        "The database refuses log row {}: {}",
                        entries.get(0),
                        e.getClass().getSimpleName());
                return true;
            }
            int half = entries.size() / 2;
            if (write(entries.subList(0, half), left)) {
                return write(entries.subList(half, entries.size()), left);
            }
            left.addAll(entries.subList(half, entries.size()));
            return false;
        }
    }

    /** After an outage, what is there already was written by an attempt whose end we did not hear of. */
    private void log(List<LoggedAttempt> attempts) {
        try {
            store.requestLogs().log(attempts);
        } catch (DuplicateKeyException e) {
            List<RequestLogRow> rows = attempts.stream().map(LoggedAttempt::row).toList();
            if (!away || !store.requestLogs().hasAll(rows)) {
                throw e;
            }
        }
    }

    private RequestLogRow sealed(LogQueue.Entry entry) {
        String secret = entry.secret();
        if (secret == null) {
            return entry.row();
        }
        KeyCipher cipher = store.options().cipher();
        StoredKey key;
        try {
            key = StoredKey.of(secret, cipher);
        } catch (RuntimeException e) {
            key = new StoredKey(NOT_ENCRYPTED);
        }
        String stored = resolver.storedHash(entry.row().groupName(), KeyRef.of(secret));
        return entry.row().with(entry.row().id(), key, stored == null ? cipher.hash(secret) : stored);
    }

    /** How many rows are on their way. */
    public int backlog() {
        return queue.size();
    }

    /** How many rows were dropped because there was no room. */
    public long overflow() {
        return overflow.sum();
    }

    /** How many rows the database refused for good. */
    public long rejected() {
        return rejected.sum();
    }

    /** How many served calls are in the log, but for good not in the counters of their keys. */
    public long uncounted() {
        return uncounted.sum();
    }

    /** How often the database could not be written to. */
    public long failures() {
        return failures.sum();
    }

    /** Writes all rows there are and stops. What the database does not take now is lost; {@link #backlog()} says how much. */
    @Override
    public void close() {
        timer.cancel(false);
        synchronized (flushing) {
            flush();
            count();
        }
    }
}
