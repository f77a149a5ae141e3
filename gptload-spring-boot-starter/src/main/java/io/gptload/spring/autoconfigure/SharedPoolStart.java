package io.gptload.spring.autoconfigure;

import io.gptload.client.GptLoad;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.LoadedCatalog;
import io.gptload.client.store.jdbc.LoadedGroup;
import io.gptload.client.store.jdbc.LoggedGroup;
import io.gptload.client.store.jdbc.LoggedGroups;
import io.gptload.client.store.shared.SharedPool;
import io.gptload.client.wire.Channel;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Groups of a database. They win over groups of the same name in the properties. */
final class SharedPoolStart implements EngineStart, LoggedGroups {

    private static final Logger LOG = LoggerFactory.getLogger(SharedPoolStart.class);

    private final SharedPool pool;
    private volatile Map<String, LoggedGroup> groups = Map.of();

    SharedPoolStart(SharedPool pool) {
        this.pool = pool;
    }

    @Override
    public void start(GptLoad engine) {
        Set<String> both = new TreeSet<>(engine.groupNames());
        pool.start(engine, this::loaded);
        both.retainAll(groups.keySet());
        if (!both.isEmpty()) {
            LOG.warn("Groups of the properties give way to those of the same name in the database: {}", both);
        }
    }

    private void loaded(LoadedCatalog catalog) {
        groups = Stream.concat(catalog.groups().stream().map(LoadedGroup::row), catalog.aggregates().stream())
                .collect(Collectors.toUnmodifiableMap(GroupRow::name, SharedPoolStart::logged));
    }

    /** Bodies are for the gateway to log, which is asked to by a setting of the group. */
    private static LoggedGroup logged(GroupRow row) {
        Channel channel = Channel.ofId(row.channelType()).orElse(Channel.OPENAI);
        return new LoggedGroup(row.id(), row.name(), channel, false);
    }

    @Override
    public @Nullable LoggedGroup find(String name) {
        return groups.get(name);
    }

    @Override
    public boolean owns(String group) {
        return groups.containsKey(group);
    }
}
