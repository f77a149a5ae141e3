package io.gptload.gateway.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The configuration for nginx that goes with the cluster. */
@EnabledOnOs(OS.LINUX)
class NginxTest {

    private static final Path CONFIGURATION = Path.of("").toAbsolutePath().resolve("docker/nginx.conf");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    /** With these ports for the three nodes. */
    private Path configuration(int port, int master, int first, int second) throws IOException {
        String server = Files.readString(CONFIGURATION)
                .replace("master:3001", "127.0.0.1:" + master)
                .replace("follower-1:3001", "127.0.0.1:" + first)
                .replace("follower-2:3001", "127.0.0.1:" + second)
                .replace("listen 8080", "listen 127.0.0.1:" + port);
        assertThat(server).doesNotContain(":3001").contains("listen 127.0.0.1:" + port);
        String folders = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(name -> name + "_temp_path " + folder.resolve(name) + "; ")
                .collect(Collectors.joining());
        return Files.writeString(
                folder.resolve("nginx.conf"),
                "daemon off; pid " + folder.resolve("pid") + "; error_log stderr; events {} http { access_log off; "
                        + folders + server + "}");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static HttpServer node(int port) throws IOException {
        HttpServer node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        node.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders()
                    .set("Node", String.valueOf(node.getAddress().getPort()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        node.start();
        return node;
    }

    private boolean isServed(int port) throws InterruptedException {
        return !servedBy(port, "/proxy/g/v1/x").isEmpty();
    }

    /** The node that answers, or nothing if none does. */
    private String servedBy(int port, String path) throws InterruptedException {
        try {
            HttpRequest call = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .POST(BodyPublishers.ofString("{}"))
                    .build();
            return client.send(call, BodyHandlers.discarding())
                    .headers()
                    .firstValue("Node")
                    .orElse("");
        } catch (IOException e) {
            return ""; // nginx is not there yet
        }
    }

    private Process nginx(Path configuration) throws IOException {
        return new ProcessBuilder(Tool.find("nginx"), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    @Test
    void itIsOneThatNginxTakes() throws Exception {
        Path file = configuration(freePort(), freePort(), freePort(), freePort());
        assertThat(Tool.run(folder, List.of(Tool.find("nginx"), "-t", "-c", file.toString())))
                .startsWith("0 ");
    }

    @Test
    void aNodeThatIsBackServesWhenTheOthersGoAfterIt() throws Exception {
        int port = freePort();
        HttpServer first = node(0);
        HttpServer second = node(0);
        Path file = configuration(
                port, first.getAddress().getPort(), second.getAddress().getPort(), freePort());
        Process nginx = nginx(file);
        try {
            await().until(() -> isServed(port));
            first.stop(0);
            for (int i = 0; i < 6; i++) {
                assertThat(isServed(port)).as("by the one that is left").isTrue();
            }
            first = node(first.getAddress().getPort());
            second.stop(0);
            await().atMost(Duration.ofSeconds(7)).until(() -> isServed(port));
        } finally {
            nginx.destroy();
            nginx.waitFor();
            first.stop(0);
        }
    }

    @Test
    void callsGoToAllNodesButSessionsAndTasksToOne() throws Exception {
        int port = freePort();
        HttpServer first = node(0);
        HttpServer second = node(0);
        HttpServer third = node(0);
        Process nginx = nginx(configuration(
                port,
                first.getAddress().getPort(),
                second.getAddress().getPort(),
                third.getAddress().getPort()));
        try {
            await().until(() -> isServed(port));
            Set<String> callers = new HashSet<>();
            Set<String> administrators = new HashSet<>();
            for (int i = 0; i < 12; i++) {
                callers.add(servedBy(port, "/proxy/g/v1/x"));
                administrators.add(servedBy(port, "/groups"));
                administrators.add(servedBy(port, "/api/tasks/status"));
            }
            assertThat(callers).hasSize(3);
            assertThat(administrators).hasSize(1).doesNotContain("");
        } finally {
            nginx.destroy();
            nginx.waitFor();
            first.stop(0);
            second.stop(0);
            third.stop(0);
        }
    }
}
