package io.gptload.gateway.catalog;

import io.gptload.client.AggregateGroup;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.StandardGroup;
import io.gptload.client.config.AggregateConfig;
import io.gptload.client.config.ModelRedirects;
import io.gptload.client.http.okhttp.CallTimeouts;
import io.gptload.client.http.okhttp.GroupCalls;
import io.gptload.client.http.okhttp.UpstreamProxies;
import io.gptload.client.store.jdbc.CatalogLoader;
import io.gptload.client.store.jdbc.ChangeCounters;
import io.gptload.client.store.jdbc.ChangeCounters.Kind;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.KnownKeys;
import io.gptload.client.store.jdbc.LoadedCatalog;
import io.gptload.client.store.jdbc.LoadedGroup;
import io.gptload.client.store.jdbc.LoadedKeys;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.StoreProblem;
import io.gptload.client.store.jdbc.SubGroupRow;
import io.gptload.client.wire.Channel;
import io.gptload.gateway.proxy.ProxyGroup;
import io.gptload.gateway.proxy.ProxyGroups;
import io.gptload.gateway.web.ClientKeys;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the engine in line with the database: at the start, and whenever something was changed. The proxy reads what was
 * loaded last. Thread-safe.
 */
public final class Catalog implements ProxyGroups {

    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);

    private static final long NO_GROUP = 0;

    private static final Comparator<GroupRow> LIST_ORDER =
            Comparator.comparingInt(GroupRow::sort).thenComparing(GroupRow::id, Comparator.reverseOrder());

    private final CatalogLoader loader;
    private final ChangeCounters changes;
    private final GptLoad engine;
    private final CatalogHashes hashes;
    private final Runnable pending;
    private final UpstreamProxies proxies;
    private final CallTimeouts timeouts;
    private final OkHttpClient http = new OkHttpClient();
    private final Map<String, GroupCalls> calls = new HashMap<>();
    private volatile boolean databaseAnswers = true;
    private volatile long answeredNanos = System.nanoTime();
    private final KeyHolds holds = new KeyHolds();
    private volatile Loaded loaded =
            new Loaded(Map.of(), List.of(), ClientKeys.NONE, ReadState.NOTHING, false, Set.of());

    /**
     * What is in force.
     *
     * @param behind whether the keys of a group were changed and not read yet
     * @param problems what was logged
     */
    private record Loaded(
            Map<String, ProxyGroup> groups,
            List<GroupRow> rows,
            ClientKeys globalKeys,
            ReadState read,
            boolean behind,
            Set<StoreProblem> problems) {}

    /** @param pending writes down what the engine has learned of keys, for the database is taken at its word */
    Catalog(
            CatalogLoader loader,
            ChangeCounters changes,
            GptLoad engine,
            CatalogHashes hashes,
            UpstreamProxies proxies,
            CallTimeouts timeouts,
            Runnable pending) {
        this.proxies = proxies;
        this.timeouts = timeouts;
        this.pending = pending;
        this.loader = loader;
        this.changes = changes;
        this.engine = engine;
        this.hashes = hashes;
    }

    @Override
    public @Nullable ProxyGroup find(String name) {
        return loaded.groups.get(name);
    }

    @Override
    public ModelRedirects redirects(String group) {
        return engine.findGroup(group) instanceof StandardGroup standard
                ? standard.config().modelRedirects()
                : ModelRedirects.EMPTY;
    }

    @Override
    public boolean redirectsModels(String group) {
        return engine.findGroup(group) instanceof AggregateGroup aggregate
                ? aggregate.members().stream()
                        .anyMatch(member -> !member.config().modelRedirects().isEmpty())
                : !redirects(group).isEmpty();
    }

    @Override
    public ClientKeys globalKeys() {
        return loaded.globalKeys;
    }

    /** The groups a client key opens, in list order. */
    public List<GroupRow> openedBy(String key) {
        Loaded now = loaded;
        boolean all = now.globalKeys.contains(key);
        return now.rows.stream()
                .filter(row -> all | opens(now.groups.get(row.name()), key))
                .toList();
    }

    private static boolean opens(@Nullable ProxyGroup group, String key) {
        return group != null && group.keys().contains(key);
    }

    /** Loads what somebody changed since. A database that does not answer is asked again next time. */
    void reloadIfChanged() {
        try {
            refresh(NO_GROUP);
        } catch (RuntimeException e) {
            if (databaseAnswers) {
                LOG.warn("The database does not answer, what was loaded before stays in force: {}", e.toString());
            }
            databaseAnswers = false;
        }
    }

    private void answered() {
        answeredNanos = System.nanoTime();
        if (!databaseAnswers) {
            databaseAnswers = true;
            LOG.info("The database answers again");
        }
    }

    /** Whether the database answered when it was asked last. */
    public boolean databaseAnswers() {
        return databaseAnswers;
    }

    /** How long ago the database answered last. It is asked every second. */
    public Duration sinceDatabaseAnswered() {
        return Duration.ofNanos(System.nanoTime() - answeredNanos);
    }

    /**
     * Loads everything. Keys and upstreams that stay keep their state; what is stored badly is logged and left out.
     *
     * @throws org.springframework.dao.DataAccessException if the database does not answer; what was loaded before stays
     */
    public synchronized void reload() {
        load(changes.current(), KnownKeys.NONE);
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
    public synchronized void refresh(long groupId) {
        Map<Kind, Long> now = changes.current();
        if (isCurrent(now, groupId)) {
            answered();
        } else {
            load(now, (row, version) -> known(row, version, groupId));
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

    private boolean isCurrent(Map<Kind, Long> now, long urgent) {
        ReadState read = loaded.read;
        if (!read.isSame(Kind.GROUPS, now) || !read.isSame(Kind.SETTINGS, now)) {
            return false;
        }
        if (read.isSame(Kind.KEYS, now) && !loaded.behind) {
            return true;
        }
        Map<Long, Long> versions = changes.keyVersions();
        return read.keys().values().stream()
                .allMatch(keys ->
                        keys.version() == versions.getOrDefault(keys.groupId(), 0L) || mayWait(keys.groupId(), urgent));
    }

    private boolean mayWait(long groupId, long urgent) {
        return groupId != urgent && holds.defer(groupId);
    }

    /** A group the engine does not have gets its keys read, and with them what is known of their state. */
    private @Nullable LoadedKeys known(GroupRow row, long version, long urgent) {
        LoadedKeys keys = loaded.read.keys().get(row.name());
        if (keys == null || keys.groupId() != row.id() || !(engine.findGroup(row.name()) instanceof StandardGroup)) {
            return null;
        }
        return keys.version() == version || mayWait(row.id(), urgent) ? keys : null;
    }

    private void load(Map<Kind, Long> numbers, KnownKeys known) {
        pending.run();
        long begun = System.nanoTime();
        Set<Long> waiting = new HashSet<>();
        LoadedCatalog catalog = loader.load((row, version) -> {
            LoadedKeys keys = known.find(row, version);
            if (keys == null) {
                holds.read(row.id());
            } else if (keys.version() != version) {
                waiting.add(row.id());
            }
            return keys;
        });
        Map<String, ProxyGroup> groups = new HashMap<>();
        Map<String, LoadedKeys> keys = new HashMap<>();
        Map<Long, String> names = new HashMap<>();
        for (LoadedGroup group : catalog.groups()) {
            StandardGroup defined = define(group);
            defined.adopt(group.states(), Duration.ofNanos(System.nanoTime() - begun));
            names.put(group.row().id(), group.row().name());
            keys.put(group.row().name(), group.keys());
            boolean logsBodies = group.settings().flag(Setting.ENABLE_REQUEST_BODY_LOGGING);
            groups.put(group.row().name(), offered(defined, group.row(), logsBodies));
        }
        for (GroupRow row : catalog.aggregates()) {
            List<SubGroupRow> members = catalog.members().getOrDefault(row.id(), List.of());
            aggregate(row, members, names).ifPresent(defined -> groups.put(row.name(), offered(defined, row, false)));
        }
        engine.groupNames().stream().filter(name -> !groups.containsKey(name)).forEach(engine::remove);
        calls.keySet().retainAll(groups.keySet());
        hashes.retain(groups.keySet());
        catalog.problems().stream()
                .filter(problem -> !loaded.problems.contains(problem))
                .forEach(problem -> LOG.warn("Left out of the catalogue: {}", problem));
        List<GroupRow> rows = Stream.concat(
                        catalog.groups().stream().map(LoadedGroup::row), catalog.aggregates().stream())
                .filter(row -> groups.containsKey(row.name()))
                .sorted(LIST_ORDER)
                .toList();
        loaded = new Loaded(
                Map.copyOf(groups),
                rows,
                keys(catalog.settings().text(Setting.PROXY_KEYS)),
                new ReadState(Map.copyOf(numbers), Map.copyOf(keys)),
                !waiting.isEmpty(),
                Set.copyOf(catalog.problems()));
        answered();
    }

    /** What did not change is not defined once more: that would be told as a replacement. */
    private StandardGroup define(LoadedGroup group) {
        String name = group.row().name();
        hashes.put(name, group.keys().storedHashes()); // before the engine may speak of the keys
        Group defined = engine.findGroup(name);
        if (defined instanceof StandardGroup same && same.config().equals(group.config())) {
            return same;
        }
        removeIf(defined instanceof AggregateGroup, name);
        return engine.define(group.config());
    }

    /** Whoever deletes a group and makes one of another kind under its name may do both before we look. */
    private void removeIf(boolean otherKind, String name) {
        if (otherKind) {
            engine.remove(name);
            calls.remove(name);
        }
    }

    private Optional<AggregateGroup> aggregate(GroupRow row, List<SubGroupRow> members, Map<Long, String> names) {
        Optional<Channel> channel = Channel.ofId(row.channelType());
        if (channel.isEmpty()) {
            LOG.warn("Left out of the catalogue: group {} has an unknown channel type", row.name());
            return Optional.empty();
        }
        List<AggregateConfig.Member> known = members.stream()
                .map(member -> member(names.get(member.subGroupId()), member.weight()))
                .filter(Objects::nonNull)
                .toList();
        removeIf(engine.findGroup(row.name()) instanceof StandardGroup, row.name());
        return Optional.of(engine.define(new AggregateConfig(row.name(), channel.get(), known)));
    }

    private static AggregateConfig.@Nullable Member member(@Nullable String name, int weight) {
        return name == null ? null : new AggregateConfig.Member(name, Math.max(0, Math.min(weight, 1000)));
    }

    private ProxyGroup offered(Group group, GroupRow row, boolean logsBodies) {
        GroupCalls sender = calls.computeIfAbsent(row.name(), name -> GroupCalls.of(group, http, proxies, timeouts));
        return new ProxyGroup(
                row.id(),
                row.name(),
                Channel.ofId(row.channelType()).orElseThrow(),
                sender,
                keys(row.proxyKeys()),
                group.settings().maxReplayBody(),
                logsBodies);
    }

    private static ClientKeys keys(String commaSeparated) {
        return ClientKeys.of(
                Arrays.stream(commaSeparated.split(",")).map(String::strip).toList());
    }
}
