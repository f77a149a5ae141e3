package io.gptload.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TimeZone;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class GatewayStartTest {

    private static final String KEY = "a-long-and-random-value-0815";

    @TempDir
    Path folder;

    private Gateway gateway;

    @BeforeEach
    void prepare() throws Exception {
        gateway = new Gateway(folder).with("HOST", "127.0.0.1").with("PORT", String.valueOf(Gateway.freePort()));
    }

    @AfterEach
    void cleanUp() {
        gateway.close();
    }

    @Test
    void listensWhereItIsTold() throws Exception {
        int port = Gateway.freePort();
        try (var running = gateway.with("AUTH_KEY", KEY).with("PORT", "" + port).start();
                Socket socket = new Socket("127.0.0.1", port)) {
            assertThat(socket.isConnected()).isTrue();
            assertThat(running.property("local.server.port")).isEqualTo("" + port);
        }
    }

    @Test
    void aPortThatIsNoNumberIsTheDefault() {
        Configuration read = read(gateway -> gateway.put("PORT", "abc"));
        assertThat(read.settings().server().port()).isEqualTo(3001);
        assertThat(read.settings().defaultAppUrl()).isEqualTo("http://localhost:3001");
    }

    @Test
    void aPortOutOfRangeIsRefused(CapturedOutput output) {
        assertThatThrownBy(() -> gateway.with("PORT", "70000").start())
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("PORT: 70000");
        assertThat(output).contains("level=error msg=\"PORT: 70000 is no port").doesNotContain("\tat ");
    }

    @Test
    void saysEverythingThatIsWrongAtOnce(CapturedOutput output) {
        gateway.with("PORT", "0")
                .with("HOST", "no host")
                .with("MAX_CONCURRENT_REQUESTS", "-3")
                .with("ENABLE_CORS", "true")
                .with("DATABASE_DSN", "u:hidden@tcp(db)/x?tls=maybe")
                .with("REDIS_DSN", "redis://:hidden@h?nope=1");
        assertThatThrownBy(gateway::start)
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::variable)
                                .containsExactlyInAnyOrder(
                                        "PORT",
                                        "HOST",
                                        "MAX_CONCURRENT_REQUESTS",
                                        "ALLOWED_ORIGINS",
                                        "AUTH_KEY",
                                        "DATABASE_DSN",
                                        "REDIS_DSN"));
        assertThat(output).contains("-3", "ALLOWED_ORIGINS", "tls must be").doesNotContain("hidden");
        assertThat(folder).as("a refused start leaves nothing behind").isEmptyDirectory();
    }

    @Test
    void aNodeOfItsOwnMakesAKeyOnceAndKeepsIt(CapturedOutput output) throws Exception {
        String key;
        try (var first = gateway.start()) {
            key = first.settings().authKey().value();
        }
        assertThat(key).hasSizeGreaterThan(40);
        assertThat(output.getAll().split(key, -1)).as("shown once").hasSize(2);
        Path file = folder.resolve("data/auth-key");
        assertThat(Files.readString(file).strip()).isEqualTo(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        try (var second = gateway.start()) {
            assertThat(second.settings().authKey().value()).isEqualTo(key);
        }
        assertThat(output.getAll().split(key, -1)).as("not shown again").hasSize(2);

        try (var third = gateway.with("AUTH_KEY", KEY).start()) {
            assertThat(third.settings().authKey().value()).isEqualTo(KEY);
        }
    }

    @Test
    void aNodeWithRedisIsNotGivenAKey() {
        assertThatThrownBy(() -> gateway.with("REDIS_DSN", "redis://h").start()).hasMessageContaining("AUTH_KEY");
    }

    @Test
    void theKeyIsKeptBesideTheDatabase() {
        try (var running = gateway.with("DATABASE_DSN", "elsewhere/x.db").start()) {
            assertThat(folder.resolve("elsewhere/auth-key")).exists();
            assertThat(running.settings().dataFolder()).isEqualTo(folder.resolve("elsewhere"));
        }
    }

    @Test
    void theEnvironmentOutranksTheFileAndTheFileTheProperties() throws Exception {
        gateway.withDotEnv("AUTH_KEY=\"a b#c\"\nSERVER_READ_TIMEOUT=7\nENCRYPTION_KEY=from-the-file-0123456789");
        try (var running =
                gateway.start("--gptload.gateway.server-read-timeout=8", "--gptload.gateway.server-idle-timeout=9")) {
            assertThat(running.settings().authKey().value()).isEqualTo("a b#c");
            assertThat(running.property("server.tomcat.connection-timeout")).isEqualTo("7000ms");
            assertThat(running.property("server.tomcat.keep-alive-timeout")).isEqualTo("9000ms");
        }
        try (var running =
                gateway.with("AUTH_KEY", "x").with("ENCRYPTION_KEY", "").start()) {
            assertThat(running.settings().authKey().value()).isEqualTo("x");
            assertThat(running.settings().encryptionKey().isEmpty()).isTrue();
        }
    }

    @Test
    void ourDefaultsGiveWayToSpringsOwnProperties() throws Exception {
        gateway.with("AUTH_KEY", KEY).with("PORT", "");
        try (var running = gateway.start("--server.port=0", "--server.tomcat.threads.max=11")) {
            assertThat(running.property("local.server.port")).isNotEqualTo("3001");
            assertThat(running.property("server.tomcat.threads.max")).isEqualTo("11");
        }
    }

    @Test
    void aShortShutdownIsRaisedAndWeakKeysAreNamedButNotShown(CapturedOutput output) {
        gateway.with("SERVER_GRACEFUL_SHUTDOWN_TIMEOUT", "3").with("AUTH_KEY", "adMin-xyzzy");
        try (var running = gateway.start()) {
            assertThat(running.settings().server().shutdownTimeout()).isEqualTo(Duration.ofSeconds(10));
            assertThat(running.property("spring.lifecycle.timeout-per-shutdown-phase"))
                    .isEqualTo("5000ms");
            assertThat(running.settings().toString()).doesNotContain("xyzzy");
        }
        assertThat(output)
                .contains("SERVER_GRACEFUL_SHUTDOWN_TIMEOUT=3 is too short")
                .contains("AUTH_KEY is shorter than 16 bytes", "AUTH_KEY contains a word", "ENCRYPTION_KEY is not set")
                .contains("database: SQLite " + folder.resolve("data/gpt-load.db"))
                .doesNotContain("xyzzy");
    }

    @Test
    void logsAsJsonToAFileInItsTimeZone(CapturedOutput output) throws Exception {
        gateway.withDotEnv("TZ=Asia/Tokyo\nLOG_FORMAT=json\nLOG_ENABLE_FILE=true\nLOG_FILE_PATH=logs/a.log");
        try (var running = gateway.with("AUTH_KEY", KEY).start()) {
            assertThat(TimeZone.getDefault().getID()).isEqualTo("Asia/Tokyo");
        }
        assertThat(Files.readString(folder.resolve("logs/a.log")))
                .containsPattern(
                        "(?m)^\\{\"time\":\"[-0-9]{10}T[0-9:]{8}\\.[0-9]{3}\\+09:00\",\"level\":\"info\",\"msg\":\"gptload")
                .doesNotContain(KEY);
        assertThat(output).contains("{\"time\":");
    }

    @Test
    void answersWithoutTimeouts() throws Exception {
        int port = Gateway.freePort();
        gateway.with("AUTH_KEY", KEY).with("PORT", "" + port).with("SERVER_READ_TIMEOUT", "0");
        try (var running = gateway.with("SERVER_IDLE_TIMEOUT", "-1").start()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/nope"))
                    .build();
            HttpClient client = HttpClient.newHttpClient();
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(request, BodyHandlers.discarding()).version())
                        .isEqualTo(Version.HTTP_1_1);
            }
        }
    }

    @Test
    void aBrokenFileStopsTheStartAndIsAllThatIsSaid() throws Exception {
        gateway.withDotEnv("AUTH_KEY=hidden-1\nWHAT IS THIS\n").with("REDIS_DSN", "redis://127.0.0.1:1");
        assertThatThrownBy(gateway::start)
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .asString()
                                .startsWith(".env: line 2: ")
                                .doesNotContain("hidden-1", "WHAT"));
    }

    private Configuration read(Consumer<Map<String, String>> change) {
        Map<String, String> variables = new HashMap<>();
        change.accept(variables);
        return new SettingsReader(new GatewayEnvironment(variables, Map.of(), name -> null), folder).read();
    }
}
