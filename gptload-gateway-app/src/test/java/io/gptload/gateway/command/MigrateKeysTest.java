package io.gptload.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.gateway.config.ProcessEnvironment;
import io.gptload.gateway.testing.RunningGateway;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateKeysTest {

    private static final String KEY = "sk-leakcanary-migrated-0001";
    private static final String OLD = "old-leakcanary-0123456789-ABCDEF";
    private static final String NEW = "new-leakcanary-0123456789-ABCDEF";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int run(String input, String... arguments) {
        printed.reset();
        String dsn = folder.resolve("gpt-load.db").toString();
        OptionalInt code = CommandLine.run(
                List.of(String.join(" ", arguments).split(" ")).toArray(String[]::new),
                new ProcessEnvironment(Map.of("DATABASE_DSN", dsn, "OLD_KEY", OLD, "NEW_KEY", NEW), folder),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(output()).doesNotContain("leakcanary");
        return code.orElseThrow();
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private JdbcStore open(KeyCipher cipher) {
        return JdbcStore.sqlite(folder.resolve("gpt-load.db"), StoreOptions.DEFAULTS.withCipher(cipher));
    }

    private void keyInClear() {
        try (JdbcStore store = open(KeyCipher.plaintext())) {
            long group = store.groups().insert(GroupRow.standard("g", "openai", "[]", "m"));
            store.keys().importAll(group, List.of(KEY).iterator(), seen -> {});
        }
    }

    private String revealed(KeyCipher cipher) {
        try (JdbcStore store = open(cipher)) {
            long group = store.groups().list().get(0).id();
            return store.keys()
                    .page(KeyFilter.ofGroup(group), 0, 1)
                    .items()
                    .get(0)
                    .reveal(cipher);
        }
    }

    @Test
    void keysComeFromTheEnvironmentOrFromStandardInput() {
        keyInClear();
        assertThat(run("", "migrate-keys --to-env OLD_KEY")).as(output()).isZero();
        assertThat(output())
                .contains("keys: 1 of 1", "1 keys and 0 log rows changed")
                .doesNotContain("warning");
        assertThat(revealed(KeyCipher.aes(OLD))).isEqualTo(KEY);
        assertThat(run(OLD + "\n" + NEW + "\n", "migrate-keys --to-stdin --from-stdin"))
                .as(output())
                .isZero();
        assertThat(revealed(KeyCipher.aes(NEW))).isEqualTo(KEY);
        assertThat(run("", "migrate-keys --from " + NEW)).as(output()).isZero();
        assertThat(output()).contains("warning: --from shows the key");
        assertThat(revealed(KeyCipher.plaintext())).isEqualTo(KEY);
    }

    @Test
    void aWrongKeyChangesNothing() throws Exception {
        keyInClear();
        assertThat(run("", "migrate-keys --to-env OLD_KEY")).isZero();
        assertThat(run("", "migrate-keys --from-env NEW_KEY")).isEqualTo(1);
        assertThat(output()).contains("1 of 1 keys can be read neither with --from", "ids [1]", "Nothing was changed");
        assertThat(revealed(KeyCipher.aes(OLD))).isEqualTo(KEY);
        assertThat(run("", "migrate-keys --to-env OLD_KEY"))
                .as("once more is nothing to do")
                .isZero();
        assertThat(output()).contains("1 of 1 keys are stored the new way already", "0 keys and 0 log rows changed");
    }

    @Test
    void aDatabaseInUseIsLeftAlone() {
        try (RunningGateway gateway = RunningGateway.start(folder)) {
            assertThat(gateway.createGroup("g", "http://127.0.0.1:1")).isPositive();
            assertThat(run("", "migrate-keys --to-env NEW_KEY")).isEqualTo(1);
            assertThat(output()).contains("in use by " + ProcessHandle.current().pid() + "@", "--force");
            assertThat(run("", "migrate-keys --to-env NEW_KEY --force")).isZero();
        }
        assertThat(run("", "migrate-keys --to-env NEW_KEY"))
                .as("whoever stops says so")
                .isZero();
    }

    @Test
    void noDatabaseIsMade() {
        assertThat(run("", "migrate-keys --to-env NEW_KEY")).isEqualTo(1);
        assertThat(output()).contains("there is no database at SQLite");
        assertThat(Files.exists(folder.resolve("gpt-load.db"))).isFalse();
    }
}
