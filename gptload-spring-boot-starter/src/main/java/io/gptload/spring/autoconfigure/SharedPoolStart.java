package io.gptload.spring.autoconfigure;

import io.gptload.client.GptLoad;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.LoadedCatalog;
import io.gptload.client.store.shared.SharedPool;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Groups of a database. They win over groups of the same name in the properties. */
final class SharedPoolStart implements EngineStart {

    private static final Logger LOG = LoggerFactory.getLogger(SharedPoolStart.class);

    private final SharedPool pool;
    private volatile Set<String> names = Set.of();

    SharedPoolStart(SharedPool pool) {
        this.pool = pool;
    }

    @Override
    public void start(GptLoad engine) {
        Set<String> both = new TreeSet<>(engine.groupNames());
        pool.start(engine, this::loaded);
        both.retainAll(names);
        if (!both.isEmpty()) {
            LOG.warn("Groups of the properties give way to those of the same name in the database: {}", both);
        }
    }

    private void loaded(LoadedCatalog catalog) {
        names = Stream.concat(
                        catalog.groups().stream().map(group -> group.row().name()),
                        catalog.aggregates().stream().map(GroupRow::name))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean owns(String group) {
        return names.contains(group);
    }
}
