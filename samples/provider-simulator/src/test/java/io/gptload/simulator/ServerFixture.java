package io.gptload.simulator;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A simulator behind a real socket, and a client for it. */
final class ServerFixture implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    final ProviderSimulator simulator =
            ProviderSimulator.builder().key(SimulatedKey.valid("k")).build();
    final SimulatorServer server = SimulatorServer.start(simulator);
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer k");
    }

    HttpRequest chat(String body) {
        return request("/v1/chat/completions")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<InputStream> open(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    HttpResponse<String> control(String method, String path, String body) throws Exception {
        return send(request("/__sim/" + path)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Override
    public void close() {
        server.close();
    }
}
