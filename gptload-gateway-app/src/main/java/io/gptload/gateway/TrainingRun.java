package io.gptload.gateway;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.catalog.Catalog;
import io.gptload.gateway.config.GatewaySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/**
 * Uses the gateway for a moment and ends it, so that the JVM can keep what it learned for later starts. The launcher asks
 * for it, on an empty database of its own: a group is made there whose upstream is this very process.
 */
@Component
@ConditionalOnProperty("gptload.gateway.training")
final class TrainingRun implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
    private static final String GROUP = "training";
    private static final byte[] CHAT =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".getBytes(StandardCharsets.UTF_8);
    private static final int CALLS = 300;

    private final JdbcStore store;
    private final Catalog catalog;
    private final String key;

    TrainingRun(JdbcStore store, Catalog catalog, GatewaySettings settings) {
        this.store = store;
        this.catalog = catalog;
        this.key = settings.authKey().value();
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        String port = event.getApplicationContext().getEnvironment().getRequiredProperty("local.server.port");
        Thread training = new Thread(() -> System.exit(run("http://127.0.0.1:" + port)), "gptload-training");
        training.start();
    }

    private int run(String self) {
        try {
            long group = store.groups()
                    .insert(GroupRow.standard(GROUP, "openai", "[{\"url\":\"" + self + "\",\"weight\":1}]", "m"));
            store.keys().importAll(group, List.of(key).iterator(), done -> {});
            catalog.reload();
            for (String path : List.of("/health", "/actuator/health", "/actuator/prometheus", "/api/groups")) {
                call(self + path, null);
            }
            for (int i = 0; i < CALLS; i++) {
                call(self + "/proxy/" + GROUP + "/health", null);
                call(self + "/proxy/" + GROUP + "/v1/chat/completions", CHAT);
            }
            return 0;
        } catch (IOException | RuntimeException e) {
            LOG.warn("The training run failed", e);
            return 1;
        }
    }

    private void call(String url, byte @Nullable [] body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + key);
        if (body != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.getOutputStream().write(body);
        }
        try (InputStream answer =
                connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (answer != null) {
                answer.readAllBytes();
            }
        }
    }
}
