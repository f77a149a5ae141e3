package io.gptload.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import io.gptload.testing.MariaDbServer;
import io.gptload.testing.PostgreSqlServer;
import io.gptload.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Databases as gpt-load 1.4 leaves them, with encrypted keys and times of +08:00, as the gateway's clients see them. */
class TakenOverDatabaseTest {

    private static final Path SCRIPTS = Path.of("../gptload-client/src/test/resources/io/gptload/client/store/jdbc");
    private static final Instant THEN = Instant.parse("2026-01-01T19:04:05.123Z");
    private static final String PASSWORD = "test-encryption-key-0123456789ABCDEF";
    private static final String FIRST = "sk-leakcanary-first-0001";
    private static final String SECOND = "sk-leakcanary-second-0001";
    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @TempDir
    Path folder;

    private static void fill(Connection connection, String flavour) throws Exception {
        KeyCipher cipher = KeyCipher.aes(PASSWORD);
        String script = Files.readString(SCRIPTS.resolve("gpt-load-1.4-" + flavour + ".sql"))
                .replace("${key}", cipher.encrypt(FIRST))
                .replace("${hash}", cipher.hash(FIRST))
                .replace("${key2}", cipher.encrypt(SECOND))
                .replace("${hash2}", cipher.hash(SECOND));
        try (connection;
                Statement statement = connection.createStatement()) {
            for (String each : script.split(";\\n")) {
                if (!each.isBlank()) {
                    statement.execute(each);
                }
            }
            statement.execute("INSERT INTO system_settings (setting_key, setting_value, description)"
                    + " VALUES ('request_log_retention_days', '0', '')"); // else the old row of the log would go
        }
    }

    @Test
    void aFileIsServedAsItWas() throws Exception {
        Path file = folder.resolve("gpt-load.db");
        fill(DriverManager.getConnection("jdbc:sqlite:" + file), "sqlite");
        isServedAsItWas(file.toString());
    }

    @Test
    void thatOfAMySqlServerIsServedAsItWas() throws Exception {
        TestDatabase database = MariaDbServer.shared().newDatabase();
        fill(database.connect(), "mysql");
        isServedAsItWas(database.user() + ":" + database.password() + "@tcp(" + database.host() + ":" + database.port()
                + ")/" + database.name() + "?charset=utf8mb4&parseTime=True&loc=Asia%2FShanghai");
    }

    @Test
    void thatOfAPostgreSqlServerIsServedAsItWas() throws Exception {
        TestDatabase database = PostgreSqlServer.shared().newDatabase();
        fill(database.connect(), "postgresql");
        isServedAsItWas("postgres://" + database.user() + "@" + database.host() + ":" + database.port() + "/"
                + database.name() + "?sslmode=disable&TimeZone=Asia/Shanghai");
    }

    private void isServedAsItWas(String dsn) throws Exception {
        ProviderSimulator provider = ProviderSimulator.builder()
                .keys(SimulatedKey.valid(FIRST), SimulatedKey.valid(SECOND))
                .build();
        try (SimulatorServer upstream = SimulatorServer.start(provider);
                RunningGateway gateway = RunningGateway.in(folder)
                        .with("DATABASE_DSN", dsn)
                        .with("ENCRYPTION_KEY", PASSWORD)
                        .start()) {
            showsGroupsKeysAndLog(gateway);
            String upstreams = "{\"upstreams\":[{\"url\":\"" + upstream.baseUrl() + "\",\"weight\":1}]}";
            assertThat(gateway.api("PUT", "/api/groups/1", upstreams).status()).isEqualTo(200);
            assertThat(gateway.proxy("all", "/v1/chat/completions", HELLO).status())
                    .isEqualTo(200);
            assertThat(provider.calls(FIRST)).isEqualTo(1);
            await().untilAsserted(() -> assertThat(
                            gateway.api("GET", "/api/logs").data().path("items").size())
                    .isEqualTo(2));
        }
    }

    private static void showsGroupsKeysAndLog(RunningGateway gateway) {
        JsonNode groups = gateway.api("GET", "/api/groups").data();
        assertThat(groups.findValuesAsString("name")).containsExactlyInAnyOrder("old", "all");
        JsonNode old = groups.path(0).path("name").asString().equals("old") ? groups.path(0) : groups.path(1);
        assertThat(old.path("display_name").asString()).isEqualTo("旧 🗝");
        assertThat(old.path("config").path("max_retries").asInt()).isEqualTo(7);
        assertThat(time(old, "created_at")).isEqualTo(THEN);
        JsonNode keys =
                gateway.api("GET", "/api/keys?group_id=1&status=active").data().path("items");
        assertThat(keys.findValuesAsString("key_value")).containsExactly(FIRST);
        assertThat(keys.path(0).path("notes").asString()).isEqualTo("mine");
        assertThat(time(keys.path(0), "last_used_at")).isEqualTo(THEN);
        assertThat(gateway.api("GET", "/api/keys?group_id=1&status=invalid")
                        .data()
                        .path("items")
                        .findValuesAsString("key_value"))
                .containsExactly(SECOND);
        JsonNode log = gateway.api("GET", "/api/logs").data().path("items");
        assertThat(log.findValuesAsString("key_value")).containsExactly(FIRST);
        assertThat(time(log.path(0), "timestamp")).isEqualTo(THEN);
        assertThat(log.path(0).path("group_name").asString()).isEqualTo("old");
    }

    private static Instant time(JsonNode of, String field) {
        return OffsetDateTime.parse(of.path(field).asString()).toInstant();
    }
}
