package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class KeyMigrationTest extends StoreContract {

    private static final KeyCipher CLEAR = KeyCipher.plaintext();
    private static final KeyCipher OLD = KeyCipher.aes("old-leakcanary-password");
    private static final KeyCipher NEW = KeyCipher.aes("new-leakcanary-password");

    private static List<String> secrets(int count) {
        return IntStream.range(0, count).mapToObj(i -> "sk-leakcanary-" + i).toList();
    }

    private long keys(KeyCipher cipher, List<String> secrets) {
        try (JdbcStore other = open(options().withCipher(cipher))) {
            long id = other.groups().list().isEmpty()
                    ? group("g")
                    : other.groups().list().get(0).id();
            other.keys().importAll(id, secrets.iterator(), seen -> {});
            return id;
        }
    }

    private void assertStored(KeyCipher cipher, long group, List<String> secrets) {
        try (JdbcStore other = open(options().withCipher(cipher))) {
            other.keys().forEach(KeyFilter.ofGroup(group), row -> {
                String secret = cipher.decrypt(row.key().text());
                assertThat(secrets).contains(secret);
                assertThat(row.hash()).isEqualTo(cipher.hash(secret));
            });
            assertThat(other.keys().counts(group).total()).isEqualTo(secrets.size());
        }
    }

    private void migrate(KeyCipher from, KeyCipher to) {
        KeyMigration migration = store.keyMigration(from, to);
        assertThat(migration.survey().unreadable()).isZero();
        migration.migrateKeys(seen -> {});
        migration.migrateLog(seen -> {});
        assertThat(migration.survey().done()).isEqualTo(migration.survey().keys());
    }

    @Test
    void keysAreEncryptedReencryptedAndDecrypted() {
        List<String> secrets = secrets(2500);
        long group = keys(CLEAR, secrets);
        migrate(CLEAR, OLD);
        assertStored(OLD, group, secrets);
        migrate(OLD, NEW);
        assertStored(NEW, group, secrets);
        migrate(NEW, CLEAR);
        assertStored(CLEAR, group, secrets);
    }

    @Test
    void whatWasInterruptedGoesOn() {
        List<String> secrets = secrets(2500);
        long group = keys(OLD, secrets);
        KeyMigration first = store.keyMigration(OLD, NEW);
        assertThatThrownBy(() -> first.migrateKeys(seen -> {
                    throw new CancellationException();
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(first.survey().done()).isEqualTo(1000);
        assertThat(first.survey().unreadable()).isZero();
        assertThat(store.keyMigration(OLD, NEW).migrateKeys(seen -> {}).changed())
                .isEqualTo(1500);
        assertStored(NEW, group, secrets);
    }

    @Test
    void keysThatCannotBeReadAreNamed() {
        keys(OLD, secrets(3));
        KeyMigration.Survey wrong = store.keyMigration(CLEAR, NEW).survey();
        assertThat(wrong.unreadable()).isEqualTo(3);
        assertThat(wrong.firstUnreadable()).hasSize(3);
        assertThat(store.keyMigration(NEW, CLEAR).survey().unreadable()).isEqualTo(3);
        assertThat(store.keyMigration(OLD, CLEAR).survey().unreadable()).isZero();
    }

    @Test
    void keysOfTheTimeBeforeEncryptionComeAlong() {
        long group = keys(CLEAR, List.of("sk-leakcanary-0"));
        keys(OLD, List.of("sk-leakcanary-1"));
        migrate(OLD, NEW);
        assertStored(NEW, group, secrets(2));
    }

    @Test
    void theLogComesAlongAndWhatItCannotReadStays() {
        long group = keys(OLD, secrets(1));
        StoredKey foreign = StoredKey.of("sk-leakcanary-x", NEW);
        store.requestLogs()
                .insert(List.of(
                        log(group, "").with("1", StoredKey.of("sk-leakcanary-0", OLD), OLD.hash("sk-leakcanary-0")),
                        log(group, "").with("2", StoredKey.NONE, ""),
                        log(group, "").with("3", new StoredKey(RequestLogWriter.NOT_ENCRYPTED), "h"),
                        log(group, "").with("4", foreign, NEW.hash("sk-leakcanary-x"))));
        KeyMigration migration = store.keyMigration(OLD, CLEAR);
        assertThat(migration.logRows()).isEqualTo(3);
        assertThat(migration.migrateLog(seen -> {})).isEqualTo(new KeyMigration.Outcome(1, 1));
        assertThat(store.requestLogs().find("1").orElseThrow())
                .returns("sk-leakcanary-0", row -> row.key().text())
                .returns(KeyHashes.sha256("sk-leakcanary-0"), RequestLogRow::keyHash);
        assertThat(store.requestLogs().find("3").orElseThrow().key().text()).isEqualTo(RequestLogWriter.NOT_ENCRYPTED);
        assertThat(store.requestLogs().find("4").orElseThrow().key().text()).isEqualTo(foreign.text());
    }

    @Test
    void othersReadTheKeysAgain() {
        long group = keys(CLEAR, secrets(1));
        long before = store.changes().keyVersions().getOrDefault(group, 0L);
        migrate(CLEAR, OLD);
        assertThat(store.changes().keyVersions().getOrDefault(group, 0L)).isGreaterThan(before);
    }
}
