package io.gptload.samples.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody who asks a group twice a second, every fourth time for a stream. */
final class Traffic implements AutoCloseable {

    private static final long PAUSE_MILLIS = 500;
    private static final int STREAM_EVERY = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String group;
    private final URI uri;
    private final String key;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Thread thread;

    Traffic(String group, DemoGateway gateway) {
        this.group = group;
        this.uri = URI.create(gateway.url() + "/proxy/" + group + "/v1/chat/completions");
        this.key = gateway.proxyKey();
        this.thread = new Thread(this::run, "traffic-" + group);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            for (int i = 1; ; i++) {
                (ask(i % STREAM_EVERY == 0) ? answered : failed).incrementAndGet();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ask(boolean stream) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"model\":\"gpt-mini\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}"))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return response.statusCode() == 200
                    && response.body().contains(stream ? "data: [DONE]" : "chat.completion");
        } catch (IOException e) {
            return false;
        }
    }

    String group() {
        return group;
    }

    /** Requests with a whole answer so far. */
    long answered() {
        return answered.get();
    }

    /** Requests that failed so far. */
    long failed() {
        return failed.get();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
