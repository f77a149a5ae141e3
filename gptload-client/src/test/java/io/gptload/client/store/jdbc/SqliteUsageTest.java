package io.gptload.client.store.jdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteUsageTest extends UsageContract {

    @TempDir
    Path folder;

    @Override
    JdbcStore open(StoreOptions options) {
        return JdbcStore.sqlite(folder.resolve("data/gpt-load.db"), options);
    }
}
