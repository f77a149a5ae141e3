package io.gptload.client.store.shared;

import io.gptload.client.GptLoad;
import io.gptload.client.StandardGroup;
import io.gptload.client.store.jdbc.KeyStateRepository;
import io.gptload.client.store.jdbc.StateNews;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Brings into the engine what happened to keys anywhere, as the database has it. Thread-safe. */
final class StateSync {

    private static final int AT_ONCE = 1000;

    private final KeyStateRepository states;
    private final GptLoad engine;
    private final LongFunction<@Nullable String> groupNames;
    private long seen;

    /**
     * @param groupNames the name of a group by its id
     * @param seen the version before the engine was loaded
     */
    StateSync(KeyStateRepository states, GptLoad engine, LongFunction<@Nullable String> groupNames, long seen) {
        this.states = states;
        this.engine = engine;
        this.groupNames = groupNames;
        this.seen = seen;
    }

    /** Reads up to a version, a part at a time; all of it if the database forgot what it had told, as a backup does. */
    synchronized void refresh(long now) {
        if (now < seen) {
            seen = 0;
        }
        while (seen < now) {
            StateNews news = states.newsAfter(seen, AT_ONCE);
            news.changes().forEach(this::adopt);
            seen = news.version() == seen ? now : news.version();
        }
    }

    private void adopt(StateNews.OfKey news) {
        String name = groupNames.apply(news.groupId());
        if (name != null && engine.findGroup(name) instanceof StandardGroup group) {
            group.adopt(news.hash(), news.change());
        }
    }
}
