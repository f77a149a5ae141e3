package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.VirtualTime;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Databases as gpt-load leaves them, made by hand. */
@ParameterizedClass
@EnumSource
class TakenOverDatabaseTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Instant THEN = Instant.parse("2026-01-01T19:04:05.123Z");
    private static final KeyCipher AES = KeyCipher.aes("test-encryption-key-0123456789ABCDEF");
    private static final String CIPHERTEXT =
            "000102030405060708090a0b168302be3cb6d2a7023a4d1ebab11a575191f06b8a64be22f663cfdad5aac63d16fe";
    private static final String ENCRYPTED = "sk-test-1234567890";

    @Parameter
    TestEngine engine;

    @TempDir
    Path folder;

    private ForeignDatabase database;

    @BeforeEach
    void makeDatabase() {
        database = ForeignDatabase.of(engine, folder);
    }

    private JdbcStore open(KeyCipher cipher) {
        return database.open(StoreOptions.DEFAULTS
                .withTime(new VirtualTime())
                .withZone(SHANGHAI)
                .withMySqlZone(SHANGHAI)
                .withCipher(cipher));
    }

    private void load(String version, KeyCipher cipher, String key, String stored) {
        String second = "sk-leakcanary-second";
        database.run(
                "gpt-load-" + version,
                Map.of(
                        "${key}", stored,
                        "${hash}", cipher.hash(key),
                        "${key2}", cipher.encrypt(second),
                        "${hash2}", cipher.hash(second)));
    }

    @Test
    void thatOf14IsReadAndStaysAsItIs() {
        load("1.4", KeyCipher.plaintext(), "sk-leakcanary-first", "sk-leakcanary-first");
        List<String> before = database.shape();
        try (JdbcStore store = open(KeyCipher.plaintext())) {
            reads(store, "sk-leakcanary-first");
            writes(store);
        }
        TreeSet<String> after = new TreeSet<>(before);
        TableIndex.UNUSED.forEach(index -> after.removeIf(each -> each.contains("|" + index.name() + "|")));
        assertThat(database.shape()).containsExactlyElementsOf(after);
    }

    @Test
    void thatOf14WithEncryptionIsReadAndStaysAsItIs() {
        load("1.4", AES, ENCRYPTED, CIPHERTEXT);
        try (JdbcStore store = open(AES)) {
            reads(store, ENCRYPTED);
            writes(store);
            store.keys()
                    .forEach(
                            KeyFilter.ofGroup(1),
                            key -> assertThat(key.key().text()).matches("[0-9a-f]{64,}"));
        }
        try (JdbcStore blind = open(KeyCipher.plaintext())) {
            assertThat(new CatalogLoader(blind).load().problems())
                    .extracting(StoreProblem::message)
                    .anyMatch(message -> message.contains("cannot be decrypted"));
        }
    }

    private static void reads(JdbcStore store, String secret) {
        LoadedCatalog catalog = new CatalogLoader(store).load();
        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.settings().number(Setting.MAX_IDLE_CONNS)).isEqualTo(1_000_000);
        assertThat(catalog.groups()).hasSize(1);
        LoadedGroup loaded = catalog.groups().get(0);
        assertThat(loaded.config().keys()).hasSize(2);
        assertThat(loaded.states()).hasSize(1);
        assertThat(loaded.config().settings().maxRetries()).isEqualTo(7);
        assertThat(loaded.config().paramOverrides().members().get(0).json()).isEqualTo("9007199254740993");
        assertThat(store.subGroups().list()).containsExactly(new SubGroupRow(2, 1, 3));
        GroupRow group = store.groups().find("old").orElseThrow();
        assertThat(group.displayName()).isEqualTo("旧 🗝");
        assertThat(List.of(group.createdAt(), group.updatedAt(), group.lastValidatedAt()))
                .containsOnly(THEN);
        assertThat(store.groups().find("all").orElseThrow().lastValidatedAt()).isNull();
        KeyCipher cipher = store.options().cipher();
        KeyRow key = store.keys()
                .page(KeyFilter.ofGroup(1).withSecret(secret, cipher), 0, 1)
                .items()
                .get(0);
        assertThat(key.reveal(cipher)).isEqualTo(secret);
        assertThat(key.lastUsedAt()).isEqualTo(THEN);
        assertThat(key.notes()).isEqualTo("mine");
        assertThat(store.keys().counts(1)).isEqualTo(new KeyCounts(1, 1));
        RequestLogRow log = store.requestLogs()
                .page(RequestLogFilter.all().from(THEN).to(THEN), 0, 2)
                .items()
                .get(0);
        assertThat(log.timestamp()).isEqualTo(THEN);
        assertThat(log.reveal(cipher)).isEqualTo(secret);
        assertThat(log.stream() && log.success()).isTrue();
        Instant hour = Instant.parse("2026-01-01T19:00:00Z");
        assertThat(store.hourlyStats().hours(hour, hour.plusSeconds(1), 1L))
                .isEqualTo(Map.of(hour, new HourTotals(4, 1)));
    }

    private static void writes(JdbcStore store) {
        assertThat(store.keys()
                        .importAll(
                                1,
                                List.of("sk-leakcanary-second", "sk-leakcanary-third")
                                        .iterator(),
                                seen -> {}))
                .isEqualTo(new ImportResult(1, 1));
        store.groups().update(1, null, Map.of(GroupColumn.HEADER_RULES, "[]", GroupColumn.MODEL_REDIRECT_STRICT, true));
        store.groups().insert(GroupRow.standard("new", "gemini", "[]", "m"));
        store.settings().insertMissing(Map.of());
        RequestLogRow log =
                store.requestLogs().page(RequestLogFilter.all(), 0, 1).items().get(0);
        store.requestLogs().insert(List.of(log.with("another", log.key(), log.keyHash())));
        assertThat(store.keys().restoreAll(1)).isEqualTo(1);
        Instant hour = Instant.parse("2026-01-01T19:00:00Z");
        assertThat(store.hourlyStats().hours(hour, hour.plusSeconds(1), 1L))
                .isEqualTo(Map.of(hour, new HourTotals(5, 1)));
    }

    @Test
    void thatOf10IsCompleted() {
        Assumptions.assumeTrue(engine.isServer(), "files of 1.0 have a test of their own");
        load("1.0", KeyCipher.plaintext(), "", "");
        List<String> logIndexes;
        try (JdbcStore store = open(KeyCipher.plaintext())) {
            GroupRow group = store.groups().find("old").orElseThrow();
            assertThat(group.createdAt()).isEqualTo(THEN);
            assertThat(group.groupType()).isEqualTo("standard");
            assertThat(store.keys()
                            .page(KeyFilter.ofGroup(1).withSecret("sk-leakcanary-older", KeyCipher.plaintext()), 0, 2)
                            .items())
                    .extracting(KeyRow::status)
                    .containsExactly(KeyStatus.INVALID);
            assertThat(store.keys()
                            .importAll(
                                    1,
                                    List.of("sk-leakcanary-old", "k".repeat(3000))
                                            .iterator(),
                                    seen -> {}))
                    .isEqualTo(new ImportResult(1, 1));
            RequestLogRow log = store.requestLogs()
                    .page(RequestLogFilter.all(), 0, 1)
                    .items()
                    .get(0);
            assertThat(log.requestType()).isEqualTo("final");
            store.requestLogs().insert(List.of(log.with("another", log.key(), log.keyHash())));
        }
        ForeignDatabase fresh = ForeignDatabase.of(engine, folder);
        fresh.open(StoreOptions.DEFAULTS).close();
        String wide = "request_path"; // 1024 characters in those days
        assertThat(database.shape().stream().filter(each -> !each.contains(wide)))
                .containsExactlyElementsOf(fresh.shape().stream()
                        .filter(each -> !each.contains(wide))
                        .toList());
    }

    @Test
    void aNewOneIsAsThatOf14() {
        load("1.4", KeyCipher.plaintext(), "sk-leakcanary-first", "sk-leakcanary-first");
        open(KeyCipher.plaintext()).close();
        ForeignDatabase fresh = ForeignDatabase.of(engine, folder.resolve("fresh"));
        fresh.open(StoreOptions.DEFAULTS).close();
        assertThat(fresh.shape()).containsExactlyElementsOf(database.shape());
    }

    @Test
    void tablesAreNotMadeUnlessAllowed() {
        assertThatThrownBy(() -> database.open(StoreOptions.DEFAULTS.withInitialization(DatabaseInitialization.NEVER)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("tables are missing");
        assertThat(database.shape()).isEmpty();
        database.open(StoreOptions.DEFAULTS).close();
        database.open(StoreOptions.DEFAULTS.withInitialization(DatabaseInitialization.NEVER))
                .close();
    }

    @Test
    void thoseOfANewerVersionAreLeftAlone() {
        database.open(StoreOptions.DEFAULTS).close();
        database.execute("UPDATE gptload_schema_history SET version = '999' WHERE version = '8'");
        assertThatThrownBy(() -> database.open(StoreOptions.DEFAULTS))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("newer version (schema 999)");
    }

    @Test
    void anApplicationsOwnConnectionsWillDo() {
        try (JdbcStore store = database.openOverDataSource(StoreOptions.DEFAULTS)) {
            long id = store.groups().insert(GroupRow.standard("g", "openai", "[]", "m"));
            assertThat(store.keys().importAll(id, List.of("sk-leakcanary-1").iterator(), seen -> {}))
                    .isEqualTo(new ImportResult(1, 0));
        }
        try (JdbcStore again = database.open(StoreOptions.DEFAULTS)) {
            assertThat(again.groups().find("g")).isPresent();
        }
    }
}
