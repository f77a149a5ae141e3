package io.gptload.samples.shared;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.PoolCounts;
import io.gptload.client.http.okhttp.GroupClient;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.client.store.shared.SharedPool;
import java.io.IOException;
import java.nio.file.Path;

/** A service with an engine of its own. Groups, keys and what is known of them come from the database, and go there. */
final class Service implements AutoCloseable {

    private final String name;
    private final JdbcStore store;
    private final SharedPool pool;
    private final Group group;

    Service(String name, Path database, String group) {
        this.name = name;
        store = JdbcStore.sqlite(database, StoreOptions.DEFAULTS);
        pool = SharedPool.of(store).node(name).build();
        GptLoad gptLoad =
                GptLoad.builder().listener(pool).logStateChanges(false).build();
        pool.start(gptLoad);
        this.group = gptLoad.group(group);
    }

    String name() {
        return name;
    }

    /** Asks the provider, without the gateway between; whether there was an answer. */
    boolean ask(String json) throws IOException {
        return GroupClient.of(group).post("/v1/chat/completions", json).ok();
    }

    /** What it knows of the keys. */
    PoolCounts keys() {
        return Keys.of(group);
    }

    @Override
    public void close() {
        pool.close();
        store.close();
    }
}
