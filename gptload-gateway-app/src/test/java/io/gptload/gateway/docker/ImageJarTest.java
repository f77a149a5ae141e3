package io.gptload.gateway.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.docker.BuiltImage.Ended;
import io.gptload.gateway.testing.GatewayProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    @TempDir
    static Path folder;

    private static BuiltImage image;

    @BeforeAll
    static void buildIt() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        image = BuiltImage.build(folder, Path.of("docker/Dockerfile"), Path.of(System.getProperty("gptload.jar")));
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
                "-Djava.io.tmpdir=" + scratch + " -Xlog:class+load:file=" + scratch.resolve("classes.log")));
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

    private static String groups(int port, String body) throws Exception {
        String key = Files.readString(image.data().resolve("auth-key")).strip();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/groups"))
                .header("Authorization", "Bearer " + key);
        if (!body.isEmpty()) {
            request.POST(BodyPublishers.ofString(body)).header("Content-Type", "application/json");
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .body();
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
            assertThat(groups(port, """
                            {"name": "kept", "channel_type": "openai", "test_model": "m",
                             "upstreams": [{"url": "https://api.openai.com", "weight": 1}]}
                            """)).contains("kept");
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
            assertThat(groups(port, "")).contains("kept");
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
    void extraAuthoritiesAreTrustedBesideTheUsualOnes() throws Exception {
        Path certificates = writableByAll("certificates");
        String text = certificate(certificates, "one") + certificate(certificates, "two");
        String oneLine = text.replace("\n", "\\n");
        Map<String, String> given = Map.of("EXTRA_CA_CERTS", oneLine, "TMPDIR", certificates.toString());
        assertThat(image.end(given, BuiltImage.asUser(image.entrypoint("help"))).output())
                .contains("Usage:");
        KeyStore store;
        try (Stream<Path> files = Files.walk(certificates)) {
            Path file =
                    files.filter(found -> found.endsWith("trusted")).findFirst().orElseThrow();
            store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
        }
        assertThat(store.isCertificateEntry("extra-001")).isTrue();
        assertThat(store.isCertificateEntry("extra-002")).isTrue();
        assertThat(store.size()).isGreaterThan(50);

        Ended refused = image.end(Map.of("EXTRA_CA_CERTS", "not one"), BuiltImage.asUser(image.entrypoint("help")));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("EXTRA_CA_CERTS holds no certificate");
    }

    private static String certificate(Path folder, String name) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String store = folder.resolve(name + ".p12").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-alias",
                        name,
                        "-keystore",
                        store,
                        "-storepass",
                        "changeit")
                .start();
        assertThat(made.waitFor()).isZero();
        Process exported = new ProcessBuilder(
                        keytool, "-exportcert", "-rfc", "-alias", name, "-keystore", store, "-storepass", "changeit")
                .start();
        try (InputStream output = exported.getInputStream()) {
            return new String(output.readAllBytes());
        }
    }
}
