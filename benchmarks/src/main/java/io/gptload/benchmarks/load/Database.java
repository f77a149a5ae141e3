package io.gptload.benchmarks.load;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.StoreOptions;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** The database the gateway finds when it starts. */
final class Database implements AutoCloseable {

    private final JdbcStore store;

    Database(Workplace place) {
        store = JdbcStore.sqlite(file(place), StoreOptions.DEFAULTS);
    }

    static Path file(Workplace place) {
        return place.folder().resolve("gpt-load.db");
    }

    void group(String name, int upstreamPort, int keys) {
        String upstreams = "[{\"url\":\"http://127.0.0.1:" + upstreamPort + "\",\"weight\":1}]";
        long id = store.groups().insert(GroupRow.standard(name, "openai", upstreams, "gpt-mini"));
        store.keys()
                .importAll(
                        id,
                        IntStream.range(0, keys)
                                .mapToObj(i -> "sk-leakcanary-load-%s-%07d".formatted(name, i))
                                .iterator(),
                        done -> {});
    }

    @Override
    public void close() {
        store.close();
    }
}
