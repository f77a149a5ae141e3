package io.gptload.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Keys that are encrypted at rest, seen from outside and in the file. */
@ExtendWith(OutputCaptureExtension.class)
class EncryptionTest {

    private static final String PASSWORD = "test-encryption-key-0123456789ABCDEF";
    private static final String GOOD = "sk-leakcanary-vector-0001";
    private static final String GOOD_HASH = "704567f772ea2207f96a1475a52c5b97cd5d906601be9976ae08b0de9c5951fd";
    private static final String DEAD = "sk-leakcanary-dead-0001";
    private static final String BUSY = "sk-leakcanary-busy-0001";
    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String UNREADABLE = "failed-to-decrypt";

    private final ProviderSimulator provider = ProviderSimulator.builder()
            .keys(
                    SimulatedKey.valid(GOOD),
                    SimulatedKey.invalid(DEAD),
                    SimulatedKey.limited(BUSY, 1, Duration.ofMinutes(20)))
            .build();
    private final SimulatorServer server = SimulatorServer.start(provider);

    @TempDir
    Path folder;

    private long group;

    @AfterEach
    void stop() {
        server.close();
    }

    private RunningGateway start(String password) {
        return RunningGateway.in(folder).with("ENCRYPTION_KEY", password).start();
    }

    /** Although the keys cannot be read. */
    private RunningGateway startAnyway(String password) {
        return RunningGateway.in(folder)
                .with("ENCRYPTION_KEY", password)
                .with("gptload.gateway.accept-unreadable-keys", "true")
                .start();
    }

    private RunningGateway withKeys(String password, String... keys) {
        RunningGateway gateway = start(password);
        group = gateway.createGroup("g", server.baseUrl().toString());
        Answer added = postKeys(gateway, "add-multiple", keys);
        assertThat(added.data().path("added_count").asInt()).isEqualTo(keys.length);
        return gateway;
    }

    private Answer postKeys(RunningGateway gateway, String path, String... keys) {
        return gateway.api(
                "POST",
                "/api/keys/" + path,
                "{\"group_id\":" + group + ",\"keys_text\":\"" + String.join(",", keys) + "\"}");
    }

    private JsonNode items(RunningGateway gateway, String filter) {
        return gateway.api("GET", "/api/keys?group_id=" + group + filter).data().path("items");
    }

    private List<String> values(RunningGateway gateway, String filter) {
        return items(gateway, filter)
                .valueStream()
                .map(item -> item.path("key_value").asString())
                .toList();
    }

    private String export(RunningGateway gateway) {
        return gateway.api("GET", "/api/keys/export?group_id=" + group).body();
    }

    private String scenario(RunningGateway gateway) {
        return gateway.api("GET", "/api/dashboard/encryption-status")
                .data()
                .path("scenario_type")
                .asString();
    }

    private int chat(RunningGateway gateway) {
        return gateway.proxy("g", "/v1/chat/completions", HELLO).status();
    }

    private List<String> column(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gpt-load.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    @Test
    void keysAreEncryptedInTheFileAndPlainInTheAdministration() throws Exception {
        try (RunningGateway gateway = withKeys(PASSWORD, GOOD, DEAD)) {
            assertThat(column("SELECT key_value FROM api_keys")).hasSize(2).allMatch(v -> v.matches("[0-9a-f]{92,}"));
            JsonNode found = items(gateway, "&key_value=" + GOOD);
            assertThat(found).hasSize(1);
            assertThat(found.get(0).path("key_value").asString()).isEqualTo(GOOD);
            assertThat(found.get(0).path("key_hash").asString()).isEqualTo(GOOD_HASH);
            assertThat(values(gateway, "")).containsExactlyInAnyOrder(GOOD, DEAD);
            assertThat(export(gateway)).isEqualTo(GOOD + "\n" + DEAD + "\n");
            assertThat(scenario(gateway)).isEmpty();
        }
    }

    @Test
    void keysAreFoundByTheirValue() {
        try (RunningGateway gateway = withKeys(PASSWORD, GOOD, DEAD, BUSY)) {
            assertThat(postKeys(gateway, "add-multiple", GOOD)
                            .data()
                            .path("ignored_count")
                            .asInt())
                    .isEqualTo(1);
            JsonNode tested =
                    postKeys(gateway, "test-multiple", GOOD, DEAD).data().path("results");
            assertThat(tested.get(0).path("is_valid").asBoolean()).isTrue();
            assertThat(tested.get(1).path("is_valid").asBoolean()).isFalse();
            assertThat(values(gateway, "&status=invalid")).containsExactly(DEAD);
            assertThat(postKeys(gateway, "restore-multiple", DEAD)
                            .data()
                            .path("restored_count")
                            .asInt())
                    .isEqualTo(1);
            assertThat(values(gateway, "&status=invalid")).isEmpty();
            assertThat(postKeys(gateway, "delete-multiple", BUSY)
                            .data()
                            .path("deleted_count")
                            .asInt())
                    .isEqualTo(1);
            assertThat(values(gateway, "")).containsExactlyInAnyOrder(GOOD, DEAD);
        }
    }

    @Test
    void aCopyHasTheSameKeys() {
        try (RunningGateway gateway = withKeys(PASSWORD, GOOD)) {
            long copy = gateway.api("POST", "/api/groups/" + group + "/copy", "{\"copy_keys\":\"all\"}")
                    .data()
                    .path("group")
                    .path("id")
                    .asLong();
            Awaitility.await()
                    .until(() -> gateway.api("GET", "/api/keys/export?group_id=" + copy)
                            .body()
                            .equals(GOOD + "\n"));
        }
    }

    @Test
    void theRequestLogIsEncryptedToo() throws Exception {
        try (RunningGateway gateway = withKeys(PASSWORD, GOOD)) {
            assertThat(chat(gateway)).isEqualTo(200);
            JsonNode logs =
                    gateway.api("GET", "/api/logs?key_value=" + GOOD).data().path("items");
            assertThat(logs).hasSize(1);
            assertThat(logs.get(0).path("key_value").asString()).isEqualTo(GOOD);
            assertThat(logs.get(0).path("key_hash").asString()).isEqualTo(GOOD_HASH);
            assertThat(gateway.api("GET", "/api/logs/export").body()).contains(GOOD + ",g,200");
            assertThat(column("SELECT key_value FROM request_logs")).allMatch(v -> v.matches("[0-9a-f]+"));
            assertThat(items(gateway, "").get(0).path("request_count").asInt()).isEqualTo(1);
        }
        try (RunningGateway gateway = startAnyway("another-encryption-key-0123456789")) {
            assertThat(gateway.api("GET", "/api/logs")
                            .data()
                            .path("items")
                            .get(0)
                            .path("key_value")
                            .asString())
                    .isEqualTo(UNREADABLE);
            assertThat(gateway.api("GET", "/api/logs/export").body()).contains(UNREADABLE + ",g,200");
        }
    }

    @Test
    void aKeyIsCalledByBothOfItsHashes() {
        try (RunningGateway gateway = withKeys(PASSWORD, GOOD)) {
            String stored = "/api/gptload/pool/g/keys/" + GOOD_HASH;
            JsonNode taken = gateway.api("POST", stored + "/invalidate").data();
            assertThat(taken.path("state").asString()).isEqualTo("invalid");
            assertThat(values(gateway, "&status=invalid")).containsExactly(GOOD);
            String sha256 = "/api/gptload/pool/g/keys/" + taken.path("hash").asString();
            assertThat(gateway.api("POST", sha256 + "/restore")
                            .data()
                            .path("state")
                            .asString())
                    .isEqualTo("ready");
            assertThat(values(gateway, "&status=active")).containsExactly(GOOD);
        }
    }

    @Test
    void whatIsKnownOfKeysSurvivesARestart() {
        try (RunningGateway gateway = withKeys(PASSWORD, GOOD, DEAD, BUSY)) {
            for (int i = 0; i < 6; i++) {
                assertThat(chat(gateway)).isEqualTo(200);
            }
        }
        long dead = provider.calls(DEAD);
        long busy = provider.calls(BUSY);
        assertThat(dead).isEqualTo(1);
        assertThat(busy).isPositive();
        try (RunningGateway gateway = start(PASSWORD)) {
            assertThat(values(gateway, "&status=invalid")).containsExactly(DEAD);
            JsonNode cooling = gateway.api("GET", "/api/gptload/pool/g/keys?state=cooling")
                    .data()
                    .path("items");
            assertThat(cooling).hasSize(1);
            for (int i = 0; i < 6; i++) {
                assertThat(chat(gateway)).isEqualTo(200);
            }
        }
        assertThat(provider.calls(DEAD)).isEqualTo(dead);
        assertThat(provider.calls(BUSY)).isEqualTo(busy);
    }

    @Test
    void aPasswordThatDoesNotFitEndsTheStart() throws Exception {
        withKeys(PASSWORD, GOOD, DEAD).close();
        assertThatThrownBy(() -> start("another-encryption-key-0123456789"))
                .rootCause()
                .hasMessageContaining("ENCRYPTION_KEY: the stored keys were encrypted with another one");
    }

    @Test
    void withAnotherPasswordNoKeyIsUsedOrShown(CapturedOutput output) {
        withKeys(PASSWORD, GOOD, DEAD).close();
        int before = output.getAll().length();
        try (RunningGateway gateway = startAnyway("another-encryption-key-0123456789")) {
            assertNothingReadable(gateway);
            assertThat(scenario(gateway)).isEqualTo("key_mismatch");
            assertThat(output.getAll().substring(before)).containsOnlyOnce("2 keys cannot be decrypted");
        }
    }

    @Test
    void withoutThePasswordNoKeyIsUsedOrShown() {
        withKeys(PASSWORD, GOOD, DEAD).close();
        try (RunningGateway gateway = startAnyway("")) {
            assertNothingReadable(gateway);
            assertThat(scenario(gateway)).isEqualTo("key_not_configured");
        }
    }

    private void assertNothingReadable(RunningGateway gateway) {
        group = 1;
        assertThat(chat(gateway)).isEqualTo(503);
        assertThat(provider.calls()).isZero();
        assertThat(values(gateway, "")).containsExactly(UNREADABLE, UNREADABLE);
        assertThat(export(gateway)).isEmpty();
        assertThat(postKeys(gateway, "test-multiple", GOOD)
                        .data()
                        .path("results")
                        .get(0)
                        .path("is_valid")
                        .asBoolean())
                .isFalse();
        assertThat(provider.calls()).isZero();
    }

    @Test
    void keysOfTheTimeBeforeEncryptionStayUsable() throws Exception {
        withKeys("", GOOD, DEAD).close();
        try (RunningGateway gateway = start(PASSWORD)) {
            assertThat(scenario(gateway)).isEqualTo("data_not_encrypted");
            assertThat(postKeys(gateway, "add-multiple", GOOD, BUSY)
                            .data()
                            .path("added_count")
                            .asInt())
                    .isEqualTo(1);
            for (int i = 0; i < 4; i++) {
                assertThat(chat(gateway)).isEqualTo(200);
            }
            assertThat(values(gateway, "")).containsExactlyInAnyOrder(GOOD, DEAD, BUSY);
            assertThat(values(gateway, "&status=invalid")).containsExactly(DEAD);
            JsonNode used = items(gateway, "&key_value=" + GOOD);
            assertThat(used.get(0).path("request_count").asInt()).isEqualTo(3);
            assertThat(gateway.api("GET", "/api/logs?key_value=" + GOOD).data().path("items"))
                    .hasSize(3);
            assertThat(postKeys(gateway, "delete-multiple", DEAD)
                            .data()
                            .path("deleted_count")
                            .asInt())
                    .isEqualTo(1);
            assertThat(column("SELECT key_value FROM api_keys ORDER BY id"))
                    .hasSize(2)
                    .startsWith(GOOD);
            assertThat(scenario(gateway)).isEmpty();
        }
    }

    @Test
    void nothingSecretIsLogged(CapturedOutput output) {
        try (RunningGateway gateway = withKeys(PASSWORD, GOOD, DEAD, BUSY)) {
            chat(gateway);
            chat(gateway);
            chat(gateway);
        }
        startAnyway("another-encryption-key-0123456789").close();
        assertThat(output.getAll())
                .contains("encryption of keys: on")
                .doesNotContain(PASSWORD, "another-encryption-key", GOOD, DEAD, BUSY);
    }
}
