package io.gptload.samples.shared;

import io.gptload.client.GptLoad;
import io.gptload.client.PoolCounts;
import io.gptload.gateway.GatewayApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The gateway, in this process to make it one command; administered and used over HTTP like any other. */
final class Gateway implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String adminKey = "admin-" + UUID.randomUUID();
    private final String proxyKey = "proxy-" + UUID.randomUUID();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext application;
    private final String url;

    /** @param more properties of the gateway, as {@code --name=value} */
    Gateway(Path database, String... more) throws IOException {
        if (System.getenv("DATABASE_DSN") != null) {
            throw new IllegalStateException("DATABASE_DSN is set, for another gateway: unset it for the sample");
        }
        int port = freePort();
        url = "http://127.0.0.1:" + port;
        SpringApplication gateway = new SpringApplication(GatewayApplication.class);
        gateway.setRegisterShutdownHook(false);
        Stream<String> arguments = Stream.of(
                "--gptload.gateway.port=" + port,
                "--gptload.gateway.host=127.0.0.1",
                "--gptload.gateway.auth-key=" + adminKey,
                "--gptload.gateway.database-dsn=" + database,
                "--gptload.gateway.log-level=error");
        application = gateway.run(Stream.concat(arguments, Stream.of(more)).toArray(String[]::new));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Makes the only group. */
    void createGroup(String name, String upstream) throws IOException, InterruptedException {
        administer("/api/groups", """
                {"name": "%s", "channel_type": "openai", "test_model": "gpt-mini",
                 "upstreams": [{"url": "%s", "weight": 1}], "proxy_keys": "%s"}""".formatted(name, upstream, proxyKey));
    }

    /** Adds keys to the only group. */
    void addKeys(String... keys) throws IOException, InterruptedException {
        administer("/api/keys/add-multiple", """
                {"group_id": 1, "keys_text": "%s"}""".formatted(String.join(" ", keys)));
    }

    private void administer(String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> response = post(path, adminKey, json);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + " was refused with status " + response.statusCode());
        }
    }

    /** Asks the provider through the gateway; whether there was an answer. */
    boolean ask(String group, String json) throws IOException, InterruptedException {
        return post("/proxy/" + group + "/v1/chat/completions", proxyKey, json).statusCode() == 200;
    }

    private HttpResponse<String> post(String path, String key, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** What it knows of the keys. */
    PoolCounts keys(String group) {
        return Keys.of(application.getBean(GptLoad.class).group(group));
    }

    @Override
    public void close() {
        application.close();
    }
}
