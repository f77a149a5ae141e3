package io.gptload.gateway.catalog;

import io.gptload.client.AggregateGroup;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.StandardGroup;
import io.gptload.client.config.ModelRedirects;
import io.gptload.client.http.okhttp.CallTimeouts;
import io.gptload.client.http.okhttp.GroupCalls;
import io.gptload.client.http.okhttp.UpstreamProxies;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.LoadedCatalog;
import io.gptload.client.store.jdbc.LoadedGroup;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.shared.SharedPool;
import io.gptload.client.wire.Channel;
import io.gptload.gateway.proxy.ProxyGroup;
import io.gptload.gateway.proxy.ProxyGroups;
import io.gptload.gateway.web.ClientKeys;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The groups as the proxy sees them: who may call them, and how they are called. It reads what was loaded last. Thread-safe. */
public final class Catalog implements ProxyGroups {

    private static final Comparator<GroupRow> LIST_ORDER =
            Comparator.comparingInt(GroupRow::sort).thenComparing(GroupRow::id, Comparator.reverseOrder());

    private final SharedPool pool;
    private final GptLoad engine;
    private final UpstreamProxies proxies;
    private final CallTimeouts timeouts;
    private final OkHttpClient http = new OkHttpClient();
    private final Map<String, Sender> senders = new HashMap<>();
    private volatile Loaded loaded = new Loaded(Map.of(), List.of(), ClientKeys.NONE);

    /** What is in force. */
    private record Loaded(Map<String, ProxyGroup> groups, List<GroupRow> rows, ClientKeys globalKeys) {}

    /** A group, and how it is called. */
    private record Sender(Group group, GroupCalls calls) {}

    Catalog(SharedPool pool, GptLoad engine, UpstreamProxies proxies, CallTimeouts timeouts) {
        this.pool = pool;
        this.engine = engine;
        this.proxies = proxies;
        this.timeouts = timeouts;
    }

    /** Loads everything, and from then on what somebody changed. */
    void start() {
        pool.start(engine, this::loaded);
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

    /** The groups that can be called, in list order. */
    public List<GroupRow> rows() {
        return loaded.rows;
    }

    private static boolean opens(@Nullable ProxyGroup group, String key) {
        return group != null && group.keys().contains(key);
    }

    /** As {@link SharedPool#reload}. */
    public void reload() {
        pool.reload();
    }

    /** As {@link SharedPool#refresh()}. */
    public void refresh() {
        pool.refresh();
    }

    /** As {@link SharedPool#refresh(long)}. */
    public void refresh(long groupId) {
        pool.refresh(groupId);
    }

    /** As {@link SharedPool#whileChanging}. */
    public <T> T whileChanging(long groupId, Supplier<T> change) {
        return pool.whileChanging(groupId, change);
    }

    private void loaded(LoadedCatalog catalog) {
        Map<String, ProxyGroup> groups = new HashMap<>();
        for (LoadedGroup group : catalog.groups()) {
            boolean logsBodies = group.settings().flag(Setting.ENABLE_REQUEST_BODY_LOGGING);
            groups.put(group.row().name(), offered(group.row(), logsBodies));
        }
        catalog.aggregates().forEach(row -> groups.put(row.name(), offered(row, false)));
        senders.keySet().retainAll(groups.keySet());
        List<GroupRow> rows = Stream.concat(
                        catalog.groups().stream().map(LoadedGroup::row), catalog.aggregates().stream())
                .sorted(LIST_ORDER)
                .toList();
        loaded = new Loaded(Map.copyOf(groups), rows, keys(catalog.settings().text(Setting.PROXY_KEYS)));
    }

    private ProxyGroup offered(GroupRow row, boolean logsBodies) {
        Group group = engine.group(row.name());
        Sender sender = senders.compute(
                row.name(), (name, known) -> known != null && known.group == group ? known : sender(group));
        return new ProxyGroup(
                row.id(),
                row.name(),
                Channel.ofId(row.channelType()).orElseThrow(),
                sender.calls,
                keys(row.proxyKeys()),
                group.settings().maxReplayBody(),
                logsBodies);
    }

    private Sender sender(Group group) {
        return new Sender(group, GroupCalls.of(group, http, proxies, timeouts));
    }

    private static ClientKeys keys(String commaSeparated) {
        return ClientKeys.of(
                Arrays.stream(commaSeparated.split(",")).map(String::strip).toList());
    }
}
