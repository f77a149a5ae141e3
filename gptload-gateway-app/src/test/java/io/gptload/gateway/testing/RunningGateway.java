package io.gptload.gateway.testing;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.GatewayApplication;
import io.gptload.gateway.catalog.Catalog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole gateway on a free port, with its data in a folder, and ways to call it. */
public final class RunningGateway implements AutoCloseable {

    /** Opens the administration, and as the first global proxy key every group. */
    public static final String AUTH_KEY = "admin-leakcanary-0123456789-ABCDEF";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ConfigurableApplicationContext context;
    private final int port;
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(Redirect.NEVER).build();

    private RunningGateway(ConfigurableApplicationContext context) {
        this.context = context;
        this.port = ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    /** Starts it with a new database in that folder, or with the one that is there. */
    public static RunningGateway start(Path folder) {
        return in(folder).start();
    }

    /** Asks what it is to be started with. */
    public static Builder in(Path folder) {
        return new Builder(folder);
    }

    /** What it is started with. */
    public static final class Builder {

        private final Map<String, String> properties = new HashMap<>();

        private Builder(Path folder) {
            with("server.port", "0");
            with("server.address", "127.0.0.1");
            with("gptload.gateway.validation-delay-seconds", "86400"); // keys change state when a test wants it
            with("gptload.gateway.farewell-millis", "0"); // the client of a test keeps its connections
            with("AUTH_KEY", AUTH_KEY);
            with("TRUSTED_PROXIES", "127.0.0.1"); // tests come from many addresses
            with("DATABASE_DSN", folder.resolve("gpt-load.db").toString());
        }

        /** @param name a Spring property, or an environment variable in capitals */
        public Builder with(String name, String value) {
            boolean variable = name.equals(name.toUpperCase(Locale.ROOT));
            String property = "gptload.gateway." + name.toLowerCase(Locale.ROOT).replace('_', '-');
            properties.put(variable ? property : name, value);
            return this;
        }

        /** Starts it. */
        public RunningGateway start() {
            SpringApplication application = new SpringApplication(GatewayApplication.class);
            application.setRegisterShutdownHook(false);
            return new RunningGateway(application.run(properties.entrySet().stream()
                    .map(property -> "--" + property.getKey() + "=" + property.getValue())
                    .toArray(String[]::new)));
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** The URL of a path that begins with a slash. */
    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** The application, to look at what cannot be seen from outside. */
    public ConfigurableApplicationContext context() {
        return context;
    }

    /** An administration call with the key, in English. @param json the body; {@code null} for none */
    public Answer api(String method, String path, @Nullable String json) {
        return call(method, path, json, Map.of("Authorization", "Bearer " + AUTH_KEY, "Accept-Language", "en-US"));
    }

    /** As {@link #api(String, String, String)} without a body. */
    public Answer api(String method, String path) {
        return api(method, path, null);
    }

    /** As {@link #api(String, String, String)} without the key. */
    public Answer apiWithoutKey(String method, String path, @Nullable String json) {
        return call(method, path, json, Map.of("Accept-Language", "en-US"));
    }

    /** A POST through the proxy with the first global key. @param path behind the group, with its slash */
    public Answer proxy(String group, String path, String json) {
        return proxy(group, path, json, AUTH_KEY);
    }

    /** A POST through the proxy. */
    public Answer proxy(String group, String path, String json, String key) {
        return call("POST", "/proxy/" + group + path, json, Map.of("Authorization", "Bearer " + key));
    }

    /** Any call, with exactly these headers and, for a body, the type JSON. */
    public Answer call(String method, String path, @Nullable String json, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(path))
                .timeout(PATIENCE)
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (json != null) {
            request.setHeader("Content-Type", "application/json");
        }
        headers.forEach(request::setHeader);
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return Answer.of(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes a standard group of the channel {@code openai}. @return its id */
    public long createGroup(String name, String baseUrl) {
        return createGroup(
                "{\"name\":\"" + name + "\",\"channel_type\":\"openai\",\"test_model\":\"m\",\"upstreams\":[{"
                        + "\"url\":\"" + baseUrl + "\",\"weight\":1}]}");
    }

    /** Makes a group. @return its id */
    public long createGroup(String json) {
        Answer answer = api("POST", "/api/groups", json);
        if (answer.status() != 200) {
            throw new AssertionError("The group was refused: " + answer.body());
        }
        return answer.data().path("id").asLong();
    }

    /** Puts keys into a group, so that the very next call may use them. */
    public void addKeys(long groupId, String... keys) {
        context.getBean(JdbcStore.class).keys().importAll(groupId, List.of(keys).iterator(), done -> {});
        context.getBean(Catalog.class).reload();
    }

    @Override
    public void close() {
        context.close();
    }
}
