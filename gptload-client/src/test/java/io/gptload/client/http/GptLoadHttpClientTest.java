package io.gptload.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.http.jdk.GptLoadHttpClient;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;

class GptLoadHttpClientTest {

    private static Group group(String upstream) {
        return GptLoad.builder()
                .group("g", g -> g.upstream(upstream).keys("sk-leakcanary-1"))
                .build()
                .group("g");
    }

    @Test
    void clientThatFollowsRedirectsIsRefused() {
        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> GptLoadHttpClient.wrap(following, group("http://127.0.0.1:1")));
    }

    @Test
    void builtClientsNeverFollowRedirects() {
        HttpClient client = GptLoadHttpClient.builder(group("http://127.0.0.1:1"))
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();

        assertThat(client.followRedirects()).isEqualTo(HttpClient.Redirect.NEVER);
    }

    /** The JDK's client takes no host with an underscore. */
    @Test
    void requestTheClientDoesNotTakeGivesItsKeyBack() {
        Group group = group("http://my_service:1");
        HttpClient client = GptLoadHttpClient.builder(group).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://anywhere.invalid/v1/models"))
                .build();

        assertThatIllegalArgumentException().isThrownBy(() -> client.send(request, BodyHandlers.ofString()));

        assertThat(group.explain(null).keys()).allSatisfy(key -> {
            assertThat(key.inFlight()).isZero();
            assertThat(key.state()).isEqualTo(Explanation.State.READY);
        });
    }

    @Test
    void responseThatIsThereBeforeTheClientReturnsIsReadWhole() throws Exception {
        String body = "x".repeat(100_000);
        try (MockWebServer server = new MockWebServer()) {
            server.enqueue(new MockResponse.Builder().body(body).build());
            server.start();
            HttpClient client =
                    GptLoadHttpClient.wrap(new LateHttpClient(), group("http://127.0.0.1:" + server.getPort()));
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://anywhere.invalid/v1/models"))
                    .build();

            try (InputStream read = client.sendAsync(request, BodyHandlers.ofInputStream())
                    .join()
                    .body()) {
                assertThat(read).hasContent(body);
            }
        }
    }
}
