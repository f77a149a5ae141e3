package io.gptload.client.store.shared;

import io.gptload.client.GptLoad;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.GptLoadListener;
import io.gptload.client.state.BudgetSlices;
import io.gptload.client.store.jdbc.ChangeCounters.Kind;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.KeyHashResolver;
import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.client.store.jdbc.LoadedCatalog;
import io.gptload.client.store.jdbc.NodePresence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One pool for many processes: defines in an engine the groups, keys and settings a database holds, keeps them up to date
 * whoever changes them, and writes down what the engine learns of keys. Calls never wait for it, and go on from memory while
 * the database is away. Thread-safe.
 *
 * <pre>{@code
 * SharedPool pool = SharedPool.of(store).build();
 * GptLoad engine = GptLoad.builder().listener(pool).build();
 * pool.start(engine);
 * }</pre>
 */
public final class SharedPool implements GptLoadListener, AutoCloseable {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final long NO_GROUP = 0;

    private final JdbcStore store;
    private final ScheduledExecutorService timer;
    private final boolean ownTimer;
    private final GroupHashes hashes = new GroupHashes();
    private final KeyHolds holds = new KeyHolds();
    private final DatabaseAnswers answers = new DatabaseAnswers();
    private final KeyHashResolver resolver;
    private final KeyStateWriter writer;
    private final String node;
    private final @Nullable StateChannel channel;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final List<ChangeWatch> watches = new CopyOnWriteArrayList<>();
    private volatile @Nullable Running running;

    /** What there is from the start on. */
    private record Running(
            CatalogSync catalog,
            StateSync states,
            OutsideSync outside,
            @Nullable StateSharing sharing,
            NodePresence presence,
            List<ScheduledFuture<?>> tasks) {}

    private SharedPool(Builder builder) {
        this.store = builder.store;
        this.ownTimer = builder.timer == null;
        this.node = builder.node;
        this.timer = builder.timer == null ? newTimer() : builder.timer;
        this.channel = builder.channel;
        this.resolver = encrypted() ? hashes::storedHash : KeyHashResolver.SAME;
        this.writer = new KeyStateWriter(store, resolver, builder.node, timer, KeyStateWriter.DEFAULT_INTERVAL);
    }

    private boolean encrypted() {
        return store.options().cipher() != KeyCipher.plaintext();
    }

    private static ScheduledExecutorService newTimer() {
        return Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "gptload-store");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What the database holds, shared. */
    public static Builder of(JdbcStore store) {
        return new Builder(store);
    }

    /** As {@link #start(GptLoad, Consumer)}, telling nobody. */
    public void start(GptLoad engine) {
        start(engine, loaded -> {});
    }

    /**
     * Loads everything into that engine, and from then on what somebody changed. Groups the engine has from elsewhere stay,
     * unless the database has one of their name. Call it once.
     *
     * @param engine has this as a listener
     * @param loaded told of what is in force, at once and after each change, one at a time, before {@link #refresh} returns
     * @throws org.springframework.dao.DataAccessException if the database does not answer
     */
    public void start(GptLoad engine, Consumer<LoadedCatalog> loaded) {
        NodePresence presence = new NodePresence(store, node, timer);
        long seen = store.changes().current(Kind.KEY_STATES);
        engine.shareBudgets(budgetSlices());
        CatalogSync catalog = new CatalogSync(store, engine, hashes, holds, writer::flush, loaded);
        try {
            catalog.reload();
        } catch (RuntimeException e) {
            presence.close();
            throw e;
        }
        answers.answered();
        StateSharing sharing = channel == null
                ? null
                : new StateSharing(engine, channel, resolver, hashes, encrypted(), this::pollSoon);
        running = new Running(
                catalog,
                new StateSync(store.keyStates(), engine, catalog::groupName, seen),
                new OutsideSync(store, engine, catalog, writer, resolver),
                sharing,
                presence,
                List.of(repeat(this::poll, POLL), repeat(this::lookOutside, LOOK)));
        if (channel != null && sharing != null) {
            channel.open(sharing);
        }
    }

    private ScheduledFuture<?> repeat(Runnable task, Duration interval) {
        return timer.scheduleWithFixedDelay(task, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes over what gpt-load on the same database, or somebody by hand, changed: within two minutes. */
    void lookOutside() {
        try {
            running().outside.look();
        } catch (RuntimeException e) {
            answers.failed(e);
        }
    }

    /** Has the timer poll, once however often it is asked for meanwhile. */
    private void pollSoon() {
        if (asked.compareAndSet(false, true)) {
            try {
                timer.execute(() -> {
                    asked.set(false);
                    poll();
                });
            } catch (RejectedExecutionException e) {
                asked.set(false); // it is over
            }
        }
    }

    /** Takes over what somebody changed since. A database that does not answer is asked again next time. */
    public void poll() {
        try {
            Map<Kind, Long> now = store.changes().current();
            running().catalog.refresh(now, NO_GROUP);
            running().states.refresh(now.getOrDefault(Kind.KEY_STATES, 0L));
            watches.forEach(watch -> watch.look(now));
            answers.answered();
        } catch (RuntimeException e) {
            answers.failed(e);
        }
    }

    /**
     * Has something else the database holds read again as soon as it was changed here or elsewhere, first with the next look at
     * the database. An action that throws is called again with the next one.
     *
     * @param action called by one thread at a time
     */
    public void watch(Kind kind, Runnable action) {
        watches.add(new ChangeWatch(kind, action));
    }

    /**
     * Loads everything. Keys and upstreams that stay keep their state; what is stored badly is logged and left out.
     *
     * @throws org.springframework.dao.DataAccessException if the database does not answer; what was loaded before stays
     */
    public void reload() {
        running().catalog.reload();
        answers.answered();
        tellOthers();
    }

    /**
     * Loads what was changed since it was loaded: groups and settings if any of them was, and the keys of those groups alone
     * whose keys were. Keys that are being changed by {@link #whileChanging} may wait.
     *
     * @throws org.springframework.dao.DataAccessException if the database does not answer; what was loaded before stays
     */
    public void refresh() {
        refresh(NO_GROUP);
    }

    /** As {@link #refresh()}, but the keys of that group do not wait. */
    public void refresh(long groupId) {
        Map<Kind, Long> now = store.changes().current();
        running().catalog.refresh(now, groupId);
        watches.forEach(watch -> watch.look(now));
        answers.answered();
        tellOthers();
    }

    /** Whoever asks for a refresh has changed something. */
    private void tellOthers() {
        if (channel != null) {
            channel.send(new StateNotice.OfDatabase());
        }
    }

    /**
     * Does what changes the keys of a group in many steps. They are seldom read before it is over, and are in force when this
     * returns or throws.
     */
    public <T> T whileChanging(long groupId, Supplier<T> change) {
        holds.begin(groupId);
        try {
            return change.get();
        } finally {
            holds.end(groupId);
            refresh(groupId);
        }
    }

    private Running running() {
        Running started = running;
        if (started == null) {
            throw new IllegalStateException("The shared pool was not started");
        }
        return started;
    }

    /** Takes what the engine tells; made a listener of it when the engine is built. */
    @Override
    public void onEvent(GptLoadEvent event) {
        writer.onEvent(event);
        Running started = running;
        if (started != null && started.sharing != null) {
            started.sharing.tell(event);
        }
    }

    @Override
    public boolean wantsCalls() {
        return false;
    }

    /** Whether the database answered when it was asked last. */
    public boolean databaseAnswers() {
        return answers.lately();
    }

    /** How long ago the database answered last. It is asked every second. */
    public Duration sinceDatabaseAnswered() {
        return answers.since();
    }

    /** How the channel to other processes does; {@code null} if there is none. */
    public StateChannel.@Nullable Figures channelFigures() {
        return channel == null ? null : channel.figures();
    }

    /** Where processes take their slices of budgets from; {@code null} if each process counts by itself. */
    public @Nullable BudgetSlices budgetSlices() {
        return channel == null ? null : channel.budgets();
    }

    /** What writes key states down. It is closed with this. */
    public KeyStateWriter keyStates() {
        return writer;
    }

    /** What the engine's keys are stored under. */
    public KeyHashResolver keyHashes() {
        return resolver;
    }

    /** Writes what is new and stops. The store stays open, and the engine keeps what it has. */
    @Override
    public void close() {
        Running started = running;
        if (started != null) {
            started.tasks.forEach(task -> task.cancel(false));
        }
        if (channel != null) {
            channel.close();
        }
        writer.close();
        if (started != null) {
            started.presence.close();
        }
        if (ownTimer) {
            timer.shutdown();
        }
    }

    /** How a pool is shared. Not thread-safe. */
    public static final class Builder {

        private final JdbcStore store;
        private String node = UUID.randomUUID().toString();
        private @Nullable ScheduledExecutorService timer;
        private @Nullable StateChannel channel;

        private Builder(JdbcStore store) {
            this.store = store;
        }

        /** Names this process among those that share the database; up to 64 characters. Default: something unique. */
        public Builder node(String value) {
            node = value;
            return this;
        }

        /** What runs the reading and writing, on two threads or more; it is not shut down. Default: two threads of its own. */
        public Builder timer(ScheduledExecutorService value) {
            timer = value;
            return this;
        }

        /**
         * What tells other processes of changes at once; it is opened and closed with the pool. Default: none, and what others
         * changed is found in the database within a second or two.
         */
        public Builder channel(StateChannel value) {
            channel = value;
            return this;
        }

        /** The pool, not started yet. */
        public SharedPool build() {
            return new SharedPool(this);
        }
    }
}
