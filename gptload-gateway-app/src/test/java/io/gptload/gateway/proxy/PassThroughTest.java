package io.gptload.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the filters in front of the proxy must leave alone, and what they must not. */
class PassThroughTest {

    @TempDir
    static Path folder;

    private static HttpServer upstream;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "origin");
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
            exchange.getResponseHeaders().set("Access-Control-Expose-Headers", "x-upstream");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        upstream.start();
        gateway = RunningGateway.in(folder)
                .with("ENABLE_CORS", "true")
                .with("ALLOWED_ORIGINS", "*")
                .start();
        long group = gateway.createGroup(
                "echo", "http://127.0.0.1:" + upstream.getAddress().getPort());
        gateway.addKeys(group, "sk-leakcanary-good-0001");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        upstream.stop(0);
    }

    private static Answer put(String body, Map<String, String> headers) {
        return gateway.call("PUT", "/proxy/echo/v1/things?key=" + RunningGateway.AUTH_KEY, body, headers);
    }

    @Test
    void aFormArrivesUnread() {
        Answer answer = put("a=1&b=%20x", Map.of("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().getBytes(StandardCharsets.UTF_8)).asString().isEqualTo("a=1&b=%20x");
    }

    @Test
    void aPageIsToldOnceWhetherItMayRead() {
        Answer answer = put("{}", Map.of("Origin", "http://a"));
        assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly("http://a");
        assertThat(answer.headers().allValues("Access-Control-Expose-Headers")).isEmpty();
    }
}
