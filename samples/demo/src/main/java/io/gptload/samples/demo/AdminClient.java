package io.gptload.samples.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sets the gateway up as anybody would: over its REST API. */
final class AdminClient {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String url;
    private final String key;
    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();

    AdminClient(String url, String key) {
        this.url = url;
        this.key = key;
    }

    /** Makes a group of these keys; one of that name from an earlier run goes first. */
    void createGroup(String name, String upstream, List<String> keys, String proxyKey) {
        for (JsonNode group : call("GET", "/api/groups", null)) {
            if (group.path("name").asString().equals(name)) {
                call("DELETE", "/api/groups/" + group.path("id").asLong(), null);
            }
        }
        JsonNode group = call(
                "POST",
                "/api/groups",
                Map.of(
                        "name",
                        name,
                        "channel_type",
                        "openai",
                        "test_model",
                        "gpt-mini",
                        "upstreams",
                        List.of(Map.of("url", upstream, "weight", 1)),
                        "proxy_keys",
                        proxyKey));
        call(
                "POST",
                "/api/keys/add-multiple",
                Map.of("group_id", group.path("id").asLong(), "keys_text", String.join("\n", keys)));
    }

    private JsonNode call(String method, String path, @Nullable Object body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .header("Accept-Language", "en-US")
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json.writeValueAsString(body)))
                .build();
        HttpResponse<String> response;
        try {
            response = client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method + " " + path + " was interrupted", e);
        }
        JsonNode answer = json.readTree(response.body());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(method + " " + path + " was refused: "
                    + answer.path("message").asString());
        }
        return answer.path("data");
    }
}
