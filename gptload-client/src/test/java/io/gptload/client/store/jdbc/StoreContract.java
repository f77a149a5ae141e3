package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.VirtualTime;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What every database must do alike. */
abstract class StoreContract {

    @Parameter
    TestEngine engine = TestEngine.SQLITE;

    @TempDir
    Path folder;

    final VirtualTime time = new VirtualTime();
    JdbcStore store;

    /** An empty database, or the one of this test opened once more. */
    JdbcStore open(StoreOptions options) {
        return engine.open(folder, options);
    }

    StoreOptions options() {
        return StoreOptions.DEFAULTS.withTime(time).withZone(ZoneId.of("Asia/Shanghai"));
    }

    @BeforeEach
    void openStore() {
        engine.clear();
        store = open(options());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    long group(String name) {
        return store.groups()
                .insert(GroupRow.standard(
                        name, "openai", "[{\"url\":\"https://api.example.com\",\"weight\":1}]", "gpt-test"));
    }

    long group(String name, String... secrets) {
        long id = group(name);
        assertThat(importKeys(id, secrets).added()).isEqualTo(secrets.length);
        return id;
    }

    ImportResult importKeys(long group, String... secrets) {
        return store.keys().importAll(group, List.of(secrets).iterator(), seen -> {});
    }

    KeyRow key(long group, String secret) {
        return store.keys()
                .page(
                        KeyFilter.ofGroup(group)
                                .withSecret(secret, store.options().cipher()),
                        0,
                        1)
                .items()
                .get(0);
    }

    RequestLogRow log(long group, String key) {
        return new RequestLogRow(
                "",
                time.instant(),
                group,
                "g",
                0,
                "",
                StoredKey.NONE,
                KeyHashes.sha256(key),
                "gpt-4o",
                true,
                "10.0.0.1",
                200,
                "/proxy/g/v1/chat/completions",
                12,
                "",
                "",
                RequestLogRow.FINAL,
                "https://api.example.com/v1/chat/completions",
                false,
                "");
    }
}
