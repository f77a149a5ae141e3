package io.gptload.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.GptLoad;
import io.gptload.client.config.AggregateConfig;
import io.gptload.client.config.ModelRedirects;
import io.gptload.client.wire.Channel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of models through the running gateway. */
class ModelListsTest {

    private static final String LIST = "{\"object\":\"list\",\"data\":[{\"id\":\"up-1\"}]}";
    private static final String ENTRY = "{\"id\":\"fast\",\"object\":\"model\",\"created\":0,\"owned_by\":\"system\"}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final MockWebServer upstream = new MockWebServer();

    @TempDir
    Path folder;

    private EngineGateway gateway;

    @BeforeEach
    void start() throws IOException {
        upstream.start();
        String url = upstream.url("").toString();
        ModelRedirects redirects = ModelRedirects.of(Map.of("fast", "up-1"), false);
        ModelRedirects strict = ModelRedirects.of(Map.of("fast", "up-1"), true);
        GptLoad engine = GptLoad.builder()
                .group(
                        "open",
                        g -> g.upstream(url).keys("sk-leakcanary-good-0001").modelRedirects(redirects))
                .group(
                        "strict",
                        g -> g.upstream(url).keys("sk-leakcanary-good-0002").modelRedirects(strict))
                .group("plain", g -> g.upstream(url).keys("sk-leakcanary-good-0003"))
                .build();
        engine.define(new AggregateConfig(
                "all",
                Channel.OPENAI,
                List.of(new AggregateConfig.Member("plain", 0), new AggregateConfig.Member("strict", 1))));
        gateway = EngineGateway.start(engine, folder, Map.of());
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    private HttpResponse<String> list(String group) throws Exception {
        return client.send(
                HttpRequest.newBuilder(gateway.uri("/proxy/" + group + "/v1/models"))
                        .header("Authorization", "Bearer global")
                        .header("Accept-Encoding", "br, gzip")
                        .build(),
                BodyHandlers.ofString());
    }

    private static MockResponse.Builder json(String body) {
        return new MockResponse.Builder()
                .body(body)
                .addHeader("Content-Type", "application/json; charset=utf-8")
                .addHeader("ETag", "\"1\"")
                .addHeader("X-Upstream", "yes");
    }

    @Test
    void aGroupWithRedirectsOffersItsOwnNamesToo() throws Exception {
        upstream.enqueue(json(LIST).build());
        HttpResponse<String> response = list("open");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"object\":\"list\",\"data\":[{\"id\":\"up-1\"}," + ENTRY + "]}");
        assertThat(response.headers().firstValue("X-Upstream")).hasValue("yes");
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/json;");
        assertThat(response.headers().firstValue("ETag")).isEmpty();
        RecordedRequest seen = upstream.takeRequest();
        assertThat(seen.getHeaders().get("Accept-Encoding")).isEqualTo("identity");
        assertThat(seen.getHeaders().get("Authorization")).isEqualTo("Bearer sk-leakcanary-good-0001");
    }

    @Test
    void aStrictGroupAndAnAggregateServedByItOfferTheirOwnNamesOnly() throws Exception {
        for (String group : List.of("strict", "all")) {
            upstream.enqueue(json(LIST).build());
            assertThat(list(group).body()).isEqualTo("{\"object\":\"list\",\"data\":[" + ENTRY + "]}");
        }
    }

    @Test
    void aGroupWithoutRedirectsPassesEverythingOnAsItIs() throws Exception {
        upstream.enqueue(json(LIST).build());
        HttpResponse<String> response = list("plain");
        assertThat(response.body()).isEqualTo(LIST);
        assertThat(response.headers().firstValue("ETag")).hasValue("\"1\"");
        assertThat(upstream.takeRequest().getHeaders().get("Accept-Encoding")).isEqualTo("br, gzip");
    }

    @Test
    void anErrorKeepsItsStatusItsHeadersAndItsBody() throws Exception {
        upstream.enqueue(json(LIST).code(404).build());
        HttpResponse<String> response = list("strict");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo(LIST);
        assertThat(response.headers().firstValue("X-Upstream")).hasValue("yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "raw deflate"})
    void aListThatIsEncodedAllTheSameIsDecoded(String encoding) throws Exception {
        upstream.enqueue(json("").body(new Buffer().write(encoded(encoding)))
                .setHeader("Content-Encoding", encoding.replace("raw ", ""))
                .build());
        HttpResponse<String> response = list("strict");
        assertThat(response.body()).isEqualTo("{\"object\":\"list\",\"data\":[" + ENTRY + "]}");
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
    }

    private static byte[] encoded(String encoding) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = switch (encoding) {
            case "gzip" -> new GZIPOutputStream(bytes);
            case "deflate" -> new DeflaterOutputStream(bytes);
            default -> new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
        }) {
            out.write(LIST.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void whatCannotBeReadOrIsNoListComesBackAsItWas() throws Exception {
        upstream.enqueue(json("not br").setHeader("Content-Encoding", "br").build());
        HttpResponse<String> unknown = list("strict");
        assertThat(unknown.body()).isEqualTo("not br");
        assertThat(unknown.headers().firstValue("Content-Encoding")).hasValue("br");
        upstream.enqueue(json("<html>").build());
        assertThat(list("strict").body()).isEqualTo("<html>");
        String large = "{\"data\":[\"" + "x".repeat(9 << 20) + "\"]}";
        upstream.enqueue(json(large).build());
        assertThat(list("strict").body()).isEqualTo(large);
    }
}
