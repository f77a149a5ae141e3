package io.gptload.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.gateway.GatewayApplication;
import io.gptload.gateway.config.EgressProxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The gateway on a machine that reaches the world through a proxy. */
class EnvironmentProxiesTest {

    private static final String ADMIN_KEY = "an-admin-key-of-some-length";

    @TempDir
    Path folder;

    @Test
    void upstreamsAreReachedThroughTheProxyOfTheEnvironment() throws Exception {
        try (MockWebServer proxy = new MockWebServer();
                JdbcStore store = JdbcStore.sqlite(folder.resolve("gpt-load.db"), StoreOptions.DEFAULTS)) {
            proxy.start();
            proxy.enqueue(new MockResponse.Builder().body("{\"data\":[]}").build());
            long group = store.groups()
                    .insert(GroupRow.standard("g", "openai", "[{\"url\":\"http://provider.test\",\"weight\":1}]", "m"));
            store.keys().importAll(group, List.of("sk-leakcanary-good-0001").iterator(), done -> {});
            try (ConfigurableApplicationContext gateway =
                    start("http://user:pass-leakcanary@127.0.0.1:" + proxy.getPort())) {
                int port =
                        ((WebServerApplicationContext) gateway).getWebServer().getPort();
                HttpResponse<String> response = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/proxy/g/v1/models"))
                                        .header("Authorization", "Bearer " + ADMIN_KEY)
                                        .build(),
                                BodyHandlers.ofString());
                assertThat(response.statusCode()).isEqualTo(200);
            }
            RecordedRequest seen = proxy.takeRequest();
            assertThat(seen.getRequestLine()).startsWith("GET http://provider.test/v1/models ");
            assertThat(seen.getHeaders().get("Proxy-Authorization")).isEqualTo("Basic dXNlcjpwYXNzLWxlYWtjYW5hcnk=");
            assertThat(seen.getHeaders().get("Authorization")).isEqualTo("Bearer sk-leakcanary-good-0001");
        }
    }

    private ConfigurableApplicationContext start(String proxy) {
        SpringApplication application = new SpringApplication(GatewayApplication.class);
        application.setRegisterShutdownHook(false);
        return application.run(
                "--server.port=0",
                "--gptload.gateway.auth-key=" + ADMIN_KEY,
                "--gptload.gateway.database-dsn=" + folder.resolve("gpt-load.db"),
                "--gptload.gateway.http-proxy=" + proxy);
    }

    @Test
    void whatCannotBeUsedAsAProxyCountsAsNone() {
        EnvironmentProxies proxies =
                new EnvironmentProxies(new EgressProxy("http://", "socks5://p.test", "direct.test"));
        assertThat(proxies.proxyFor(URI.create("http://provider.test:80"))).isNull();
        assertThat(String.valueOf(proxies.proxyFor(URI.create("https://provider.test:443"))))
                .contains("socks5, p.test:1080");
        assertThat(proxies.proxyFor(URI.create("https://direct.test:443"))).isNull();
        assertThat(proxies.proxyFor(URI.create("https://127.0.0.1:443"))).isNull();
    }
}
