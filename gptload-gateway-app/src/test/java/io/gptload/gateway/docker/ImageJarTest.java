package io.gptload.gateway.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.docker.BuiltImage.Ended;
import io.gptload.gateway.testing.GatewayProcess;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import io.gptload.testing.MariaDbServer;
import io.gptload.testing.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The steps of the Dockerfile, its entry point and its health check, with the finished jar. */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "gptload.jar", matches = ".+")
class ImageJarTest {

    private static final int ENDED_BY_SIGTERM = 143;
    private static final String AUTH_KEY = "long-and-random-as-it-should-be";
    private static final String PROVIDER_KEY = "sk-leakcanary-managed";

    @TempDir
    static Path folder;

    private static BuiltImage image;
    private static HeldCertificate authority;
    private static CompletableFuture<MariaDbServer> database;

    @BeforeAll
    static void buildIt() throws Exception {
        authority = new HeldCertificate.Builder().certificateAuthority(0).build();
        List<String> options = databaseOverTls();
        database = CompletableFuture.supplyAsync(() -> MariaDbServer.startNew(options.toArray(String[]::new)));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        image = BuiltImage.build(folder, Path.of("docker/Dockerfile"), Path.of(System.getProperty("gptload.jar")));
    }

    private static List<String> databaseOverTls() throws IOException {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .commonName("a managed database")
                .addSubjectAlternativeName("127.0.0.1")
                .signedBy(authority)
                .rsa2048()
                .build();
        Path chain = Files.writeString(folder.resolve("cert.pem"), certificate.certificatePem());
        Path key = Files.writeString(folder.resolve("key.pem"), certificate.privateKeyPkcs8Pem());
        return List.of("--ssl-cert=" + chain, "--ssl-key=" + key, "--require-secure-transport");
    }

    @AfterAll
    static void stopDatabase() {
        database.thenAccept(MariaDbServer::close).join();
    }

    private static Map<String, String> environment(int port, Path scratch) {
        return new HashMap<>(Map.of(
                "PORT",
                String.valueOf(port),
                "AUTH_KEY",
                "",
                "DATABASE_DSN",
                "",
                "JAVA_OPTS",
                BuiltImage.QUICK + " -Djava.io.tmpdir=" + scratch + " -Xlog:class+load:file="
                        + scratch.resolve("classes.log")));
    }

    private static GatewayProcess start(Map<String, String> given, List<String> command) throws Exception {
        Map<String, String> variables = new HashMap<>(image.variables());
        variables.putAll(given);
        return GatewayProcess.start(image.app(), variables, command);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Path writableByAll(String name) throws IOException {
        Path scratch = Files.createDirectory(folder.resolve(name));
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
        return scratch;
    }

    private static List<Path> filesBesideTheData() throws IOException {
        try (Stream<Path> files = Files.walk(image.app())) {
            return files.filter(file -> !file.startsWith(image.data())).sorted().toList();
        }
    }

    private static String group(String name, String upstream) {
        return """
                {"name": "%s", "channel_type": "openai", "test_model": "m", "upstreams": [{"url": "%s", "weight": 1}]}
                """.formatted(name, upstream);
    }

    /** @param body empty for a GET */
    private static String call(int port, String key, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + key);
        if (!body.isEmpty()) {
            request.POST(BodyPublishers.ofString(body)).header("Content-Type", "application/json");
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .body();
    }

    private static String generatedKey() throws IOException {
        return Files.readString(image.data().resolve("auth-key")).strip();
    }

    @Test
    void itRunsAsAnyUserWritesOnlyDataAndKeepsThat() throws Exception {
        int port = freePort();
        Path scratch = writableByAll("scratch");
        Map<String, String> given = environment(port, scratch);
        Path leftBehind = Files.createFile(image.data().resolve("left behind by root"));
        assertThat(image.end(given, BuiltImage.asUser(image.healthcheck())).exitCode())
                .as("not there yet")
                .isEqualTo(1);
        image.end(Map.of(), List.of("sh", "-c", "find . -path ./data -prune -o -exec chmod a-w {} +"));
        List<Path> before = filesBesideTheData();

        try (GatewayProcess first = start(given, image.entrypoint())) {
            assertThat(image.end(given, BuiltImage.asUser(image.healthcheck())).exitCode())
                    .isZero();
            assertThat(call(port, generatedKey(), "/api/groups", group("kept", "https://api.openai.com")))
                    .contains("kept");
            first.terminate();
            assertThat(first.waitFor(Duration.ofSeconds(20))).isEqualTo(ENDED_BY_SIGTERM);
        }
        assertThat(image.end(given, BuiltImage.asUser(image.healthcheck())).exitCode())
                .isEqualTo(1);
        assertThat(Files.readString(scratch.resolve("classes.log")).lines().filter(ImageJarTest::fromTheArchive))
                .as("classes taken from the archive")
                .hasSizeGreaterThan(1000);
        assertThat(scratch.toFile().list()).as("/tmp may forbid to execute").noneMatch(name -> name.endsWith(".so"));
        if (BuiltImage.isRoot()) {
            assertThat(Files.getAttribute(leftBehind, "unix:uid")).isEqualTo(1000);
            assertThat(Files.getAttribute(scratch.resolve("classes.log"), "unix:uid"))
                    .as("started as root it becomes the user")
                    .isEqualTo(1000);
        }

        try (GatewayProcess second = start(given, BuiltImage.asUser(image.entrypoint()))) {
            assertThat(call(port, generatedKey(), "/api/groups", "")).contains("kept");
            second.terminate();
            assertThat(second.waitFor(Duration.ofSeconds(20))).isEqualTo(ENDED_BY_SIGTERM);
        }
        assertThat(filesBesideTheData()).isEqualTo(before);
    }

    private static boolean fromTheArchive(String line) {
        return line.contains("org.springframework") && line.contains("shared objects file");
    }

    @Test
    void commandsAndTheirExitCodesArePassedOn() throws Exception {
        Ended help = image.end(Map.of(), BuiltImage.asUser(image.entrypoint("help")));
        assertThat(help.output()).contains("Usage:");
        assertThat(help.exitCode()).isZero();
        assertThat(image.end(Map.of(), BuiltImage.asUser(image.entrypoint("nonsense")))
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void aDataFolderThatIsNotOursIsSaidInOneLine() throws Exception {
        Path other = folder.resolve("other");
        Files.createDirectories(other.resolve("data"));
        Files.copy(image.app().resolve("entrypoint"), other.resolve("entrypoint"));
        Files.setPosixFilePermissions(other.resolve("data"), PosixFilePermissions.fromString("r-xr-xr-x"));
        Map<String, String> given = Map.of("DATABASE_DSN", "");
        Ended refused = image.end(
                given,
                BuiltImage.asUser(List.of("sh", other.resolve("entrypoint").toString())));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("data cannot be written to by user", "chown -R 1000:1000");
    }

    @Test
    void theGuideOfTheSpaceEndsInACallThatIsAnswered() throws Exception {
        ProviderSimulator provider = ProviderSimulator.builder()
                .keys(SimulatedKey.valid(PROVIDER_KEY))
                .build();
        try (SimulatorServer upstream = SimulatorServer.start(provider);
                GatewayProcess gateway = start(secrets(database.join().newDatabase()), image.entrypoint())) {
            assertThat(call(gateway.port(), AUTH_KEY, "/api/groups", group("space", upstream.baseUrl())))
                    .contains("space");
            assertThat(call(
                            gateway.port(),
                            AUTH_KEY,
                            "/api/keys/add-multiple",
                            "{\"group_id\": 1, \"keys_text\": \"" + PROVIDER_KEY + "\"}"))
                    .contains("\"added_count\":1");
            assertThat(call(
                            gateway.port(),
                            AUTH_KEY,
                            "/proxy/space/v1/chat/completions",
                            "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}"))
                    .contains("choices");
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(gateway.output()).contains("database: MySQL", "encryption of keys: on"));
        }
    }

    /** The certificates as a form in a browser may make them: one long line; and not only the one that matters. */
    private static Map<String, String> secrets(TestDatabase database) throws IOException {
        String certificates = new HeldCertificate.Builder().build().certificatePem() + authority.certificatePem();
        return Map.of(
                "PORT",
                String.valueOf(freePort()),
                "AUTH_KEY",
                AUTH_KEY,
                "ENCRYPTION_KEY",
                "another-long-and-random-one",
                "DATABASE_DSN",
                database.user() + ":" + database.password() + "@tcp(" + database.host() + ":" + database.port() + ")/"
                        + database.name() + "?tls=true",
                "JAVA_OPTS",
                BuiltImage.QUICK,
                "EXTRA_CA_CERTS",
                certificates.replace("\n", "\\n"));
    }

    @Test
    void certificatesThatAreNoneAreRefused() throws Exception {
        for (String broken : List.of("not one", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")) {
            Ended refused = image.end(
                    Map.of(
                            "EXTRA_CA_CERTS",
                            broken,
                            "TMPDIR",
                            writableByAll("broken" + broken.length()).toString()),
                    BuiltImage.asUser(image.entrypoint("help")));
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.output()).contains("EXTRA_CA_CERTS").doesNotContain("Usage:");
        }
    }
}
