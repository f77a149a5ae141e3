package io.gptload.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.gateway.config.InvalidSettingsException;
import io.gptload.gateway.testing.Answer;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import okhttp3.tls.HeldCertificate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The gateway on a database server, by the connection strings people have. */
@ExtendWith(OutputCaptureExtension.class)
class ServerDatabaseTest {

    private static final String GOOD = "sk-leakcanary-good-0001";
    private static final String DEAD = "sk-leakcanary-dead-0001";
    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final ProviderSimulator provider = ProviderSimulator.builder()
            .keys(SimulatedKey.valid(GOOD), SimulatedKey.invalid(DEAD))
            .build();
    private final SimulatorServer upstream = SimulatorServer.start(provider);

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        upstream.close();
    }

    private RunningGateway start(String dsn) {
        return RunningGateway.in(folder).with("DATABASE_DSN", dsn).start();
    }

    private static String mySql(TestDatabase database, String password, String options) {
        return database.user() + ":" + password + "@tcp(" + database.host() + ":" + database.port() + ")/"
                + database.name() + "?" + options;
    }

    @Test
    void mariaDbHoldsAllThereIs() {
        TestDatabase database = MariaDbServer.shared().newDatabase();
        holdsAllThereIs(
                mySql(database, database.password(), "charset=utf8mb4&parseTime=True&loc=Asia%2FShanghai&timeout=10s"));
    }

    @Test
    void postgreSqlHoldsAllThereIs() {
        TestDatabase database = PostgreSqlServer.shared().newDatabase();
        holdsAllThereIs("postgres://" + database.user() + "@" + database.host() + ":" + database.port() + "/"
                + database.name() + "?sslmode=disable&TimeZone=Asia/Shanghai");
    }

    private void holdsAllThereIs(String dsn) {
        try (RunningGateway gateway = start(dsn)) {
            long group = gateway.createGroup("g", upstream.baseUrl());
            Answer added = gateway.api(
                    "POST",
                    "/api/keys/add-multiple",
                    "{\"group_id\":" + group + ",\"keys_text\":\"" + DEAD + "," + GOOD + "\"}");
            assertThat(added.data().path("added_count").asInt()).isEqualTo(2);
            Awaitility.await().untilAsserted(() -> {
                for (int i = 0; i < 3; i++) {
                    assertThat(gateway.proxy("g", "/v1/chat/completions", HELLO).status())
                            .isEqualTo(200);
                }
            });
            Awaitility.await().untilAsserted(() -> showsWhatHappened(gateway, group));
        }
        try (RunningGateway again = start(dsn)) {
            long group =
                    again.api("GET", "/api/groups").data().path(0).path("id").asLong();
            showsWhatHappened(again, group);
            long callsBefore = provider.calls(DEAD);
            assertThat(again.proxy("g", "/v1/chat/completions", HELLO).status()).isEqualTo(200);
            assertThat(provider.calls(DEAD)).as("the dead key stays out").isEqualTo(callsBefore);
        }
    }

    private static void showsWhatHappened(RunningGateway gateway, long group) {
        var stats = gateway.api("GET", "/api/groups/" + group + "/stats").data();
        assertThat(stats.path("key_stats").path("active_keys").asInt()).isEqualTo(1);
        assertThat(stats.path("key_stats").path("invalid_keys").asInt()).isEqualTo(1);
        assertThat(stats.path("stats_24_hour").path("total_requests").asInt()).isGreaterThanOrEqualTo(3);
        var logs = gateway.api("GET", "/api/logs?group_name=g&is_success=true").data();
        var newest = logs.path("items").path(0);
        assertThat(newest.path("key_value").asString()).isEqualTo(GOOD);
        assertThat(OffsetDateTime.parse(newest.path("timestamp").asString()).toInstant())
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(5)),
                        Instant.now().plusSeconds(1));
        var keys = gateway.api("GET", "/api/keys?group_id=" + group + "&key_value=" + GOOD)
                .data();
        assertThat(keys.path("items").path(0).path("request_count").asInt()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void theTablesAreInTheSchemaThatIsNamed() throws SQLException {
        TestDatabase database = PostgreSqlServer.shared().newDatabase();
        database.execute("CREATE SCHEMA mine");
        holdsAllThereIs("postgres://" + database.user() + "@" + database.host() + ":" + database.port() + "/"
                + database.name() + "?sslmode=disable&search_path=mine,public");
        try (Connection connection = database.connect();
                ResultSet schemas = connection
                        .createStatement()
                        .executeQuery("SELECT DISTINCT table_schema FROM information_schema.tables"
                                + " WHERE table_schema IN ('mine', 'public')")) {
            schemas.next();
            assertThat(schemas.getString(1)).isEqualTo("mine");
            assertThat(schemas.next()).isFalse();
        }
    }

    @Test
    void aRefusedPasswordIsNamedAndNotShown(CapturedOutput output) {
        TestDatabase database = MariaDbServer.shared().newDatabase();
        assertThatThrownBy(() -> start(mySql(database, "hidden-0815", "")))
                .hasStackTraceContaining(InvalidSettingsException.class.getName());
        assertThat(output)
                .contains("level=error msg=\"DATABASE_DSN: Cannot connect to jdbc:mysql://127.0.0.1:" + database.port()
                        + "/" + database.name() + ": Access denied for user 'gptload'")
                .doesNotContain("hidden-0815", "\tat ", "Error starting", "Exception encountered");
    }

    @Test
    void anAccountThatMayOnlyReadIsRefused(CapturedOutput output) {
        TestDatabase database = PostgreSqlServer.shared().newDatabase();
        String at = "@" + database.host() + ":" + database.port() + "/" + database.name() + "?sslmode=disable";
        start("postgres://" + database.user() + at).close();
        database.execute("CREATE ROLE reader LOGIN", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
        assertThatThrownBy(() -> start("postgres://reader" + at))
                .hasStackTraceContaining(InvalidSettingsException.class.getName());
        assertThat(output)
                .contains("level=error msg=\"DATABASE_DSN: the database cannot be written to: ")
                .contains("permission denied for table")
                .doesNotContain("\tat ");
    }

    @Test
    void tlsIsCheckedUnlessToldOtherwise(CapturedOutput output) throws Exception {
        HeldCertificate certificate =
                new HeldCertificate.Builder().commonName("a database").rsa2048().build();
        Path chain = Files.writeString(folder.resolve("cert.pem"), certificate.certificatePem());
        Path key = Files.writeString(folder.resolve("key.pem"), certificate.privateKeyPkcs8Pem());
        try (MariaDbServer server =
                MariaDbServer.startNew("--ssl-cert=" + chain, "--ssl-key=" + key, "--require-secure-transport")) {
            TestDatabase database = server.newDatabase();
            assertThatThrownBy(() -> start(mySql(database, database.password(), "tls=true")))
                    .hasStackTraceContaining(InvalidSettingsException.class.getName());
            assertThat(output)
                    .contains("DATABASE_DSN: Cannot connect to jdbc:mysql")
                    .contains("trust anchors");
            assertThatThrownBy(() -> start(mySql(database, database.password(), "tls=false")))
                    .hasStackTraceContaining(InvalidSettingsException.class.getName());
            for (String tls : new String[] {"skip-verify", "preferred"}) {
                try (RunningGateway gateway = start(mySql(database, database.password(), "tls=" + tls))) {
                    assertThat(gateway.api("GET", "/api/groups").status()).isEqualTo(200);
                }
            }
        }
    }
}
