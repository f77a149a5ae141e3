package io.gptload.benchmarks.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the pool, as seen by its clients and by those who run it. Thread-safe. */
final class Node {

    static final String MODEL = "gpt-mini";
    static final String QUESTION =
            "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern KEY = Pattern.compile("\"hash\":\"([0-9a-f]+)\",\"state\":\"([a-z]+)\"");

    private final String name;
    private final int port;
    private final String adminKey;
    private final HttpClient calls =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpClient looks =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param adminKey of a gateway; empty for a {@link PoolService} */
    Node(String name, int port, String adminKey) {
        this.name = name;
        this.port = port;
        this.adminKey = adminKey;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    boolean isGateway() {
        return !adminKey.isEmpty();
    }

    /** A call of a client. @return the status */
    int call(String group, long number) throws IOException, InterruptedException {
        String path = isGateway()
                ? "/proxy/" + group + "/v1/chat/completions?call=" + number
                : "/call/" + group + "?call=" + number;
        return send(calls, path, QUESTION).statusCode();
    }

    /** The state of each key by its hash, for the model that calls name. */
    Map<String, String> keys(String group) throws IOException, InterruptedException {
        String path = isGateway()
                ? "/api/gptload/explain?group=" + group + "&model=" + MODEL + "&page_size=1000"
                : "/keys/" + group;
        HttpResponse<String> response = send(looks, path, "");
        if (response.statusCode() != 200) {
            throw new IOException(name + " answers " + response.statusCode() + " when asked for keys");
        }
        Map<String, String> states = new HashMap<>();
        for (Matcher each = KEY.matcher(response.body()); each.find(); ) {
            states.put(each.group(1), each.group(2));
        }
        return states;
    }

    /** What people decide. @param how {@code restore} or {@code clear} */
    void change(String group, String hash, String how) throws IOException, InterruptedException {
        String path = isGateway()
                ? "/api/gptload/pool/" + group + "/keys/" + hash + "/" + how
                : "/" + how + "/" + group + "/" + hash;
        int status = send(looks, path, " ").statusCode();
        if (status != 200) {
            throw new IOException(name + " answers " + status + " to " + how);
        }
    }

    /** A request of the administration. @param body empty for a GET */
    HttpResponse<String> send(String path, String body) throws IOException, InterruptedException {
        return send(looks, path, body);
    }

    private HttpResponse<String> send(HttpClient client, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json");
        if (isGateway()) {
            request.header("Authorization", "Bearer " + adminKey);
        }
        if (!body.isEmpty()) {
            request.POST(BodyPublishers.ofString(body.strip()));
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    boolean ready() throws InterruptedException {
        try {
            return !isGateway() || send("/actuator/health/readiness", "").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it is connected to all it is to be connected to. */
    boolean whole() throws InterruptedException {
        try {
            return !isGateway() || !send("/actuator/health", "").body().contains("DEGRADED");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
