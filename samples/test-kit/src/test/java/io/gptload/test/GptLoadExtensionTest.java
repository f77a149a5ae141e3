package io.gptload.test;

import static io.gptload.test.PoolAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.http.jdk.GptLoadHttpClient;
import io.gptload.client.http.okhttp.GroupClient;
import io.gptload.client.http.okhttp.GroupResponse;
import io.gptload.client.wire.Channel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GptLoadExtensionTest {

    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @RegisterExtension
    final GptLoadExtension pool = GptLoadExtension.builder()
            .group(
                    "patient",
                    group -> group.keys("k1", "k2")
                            .settings(GroupSettings.builder()
                                    .maxWait(Duration.ofHours(2))
                                    .requestTimeout(Duration.ofHours(10))))
            .group("claude", group -> group.channel(Channel.ANTHROPIC).keys("c1"))
            .startingAt(Instant.parse("2027-01-01T00:00:00Z"))
            .build();

    private GroupResponse chat() throws IOException {
        return GroupClient.of(pool.group("patient")).post("/v1/chat/completions", CHAT);
    }

    private void limitAll(Duration length) {
        pool.provider("patient").key("k1").limited(length);
        pool.provider("patient").key("k2").limited(length);
    }

    @Test
    void aCallThatWaitsForAKeyLetsTheTimePass() throws Exception {
        limitAll(Duration.ofHours(1));

        assertThat(chat().status()).isEqualTo(200);

        assertThat(pool.time().elapsed()).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
        assertThat(pool, "patient").served(1).upstreamCalls(3);
    }

    @Test
    void soDoesOneThatDoesNotBlock() throws Exception {
        limitAll(Duration.ofHours(1));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://anywhere.invalid/v1/chat/completions"))
                .POST(BodyPublishers.ofString(CHAT))
                .build();

        int status = GptLoadHttpClient.wrap(HttpClient.newHttpClient(), pool.group("patient"))
                .sendAsync(request, BodyHandlers.ofString())
                .get()
                .statusCode();

        assertThat(status).isEqualTo(200);
        assertThat(pool.time().elapsed()).isGreaterThanOrEqualTo(Duration.ofHours(1));
    }

    @Test
    void theProviderSpeaksTheLanguageOfEachGroup() throws Exception {
        GroupResponse response = GroupClient.of(pool.group("claude"))
                .post(
                        "/v1/messages",
                        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThat(response.body()).contains("\"type\":\"message\"");
        assertThat(pool, "claude").served(1).upstreamCallsWith("c1", 1);
        assertThat(pool, "patient").served(0).upstreamCalls(0);
    }

    @Test
    void whatIsPlannedHappensWhenItsTimeHasCome() throws Exception {
        assertThat(pool.time().instant()).isEqualTo("2027-01-01T00:00:00Z");
        pool.provider("patient").key("k1").dead().after(Duration.ofDays(1)).works();
        pool.provider("patient").key("k2").refuses("m");

        assertThat(chat().status()).isNotEqualTo(200);
        pool.time().advance(Duration.ofDays(1));
        pool.group("patient")
                .restore(pool.group("patient").explain(null).keys().get(0).key());

        assertThat(chat().status()).isEqualTo(200);
    }

    @Test
    void whatHasNoEndHasNoNext() {
        KeyScript dead = pool.provider("patient").key("k1").dead();

        assertThatThrownBy(dead::then)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after(Duration)");
    }

    @Test
    void aFailedAssertionSaysWhatTheStateIs() throws Exception {
        pool.provider("patient").key("k1").limited(Duration.ofMinutes(5));
        chat();

        assertThatThrownBy(() -> assertThat(pool, "patient").upstreamCalls(1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("Expected 1 calls", "there were 2", "key 1 COOLING until 2027-01-01T00:05:00Z")
                .hasMessageContaining("key 2 READY");
        assertThatThrownBy(() -> assertThat(pool, "patient").noKeyTakenOut()).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(pool, "patient").keyIsInvalid("k1"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected key 1 to be INVALID");
        assertThatThrownBy(() -> assertThat(pool, "patient").keyIsCoolingFor("k1", Duration.ofMinutes(4)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("for PT4M more, but it does for PT5M");
    }

    @Test
    void namesThatDoNotExistAreRefused() {
        assertThatThrownBy(() -> pool.provider("gemini")).hasMessageContainingAll("gemini", "patient", "claude");
        assertThatThrownBy(() -> pool.provider("claude").key("k1")).hasMessageContaining("no such key");
        assertThatThrownBy(() -> assertThat(pool)).hasMessageContaining("several groups");
        assertThatThrownBy(() -> assertThat(pool, "claude").keyIsReady("k1")).hasMessageContaining("no such key");
        assertThatThrownBy(() -> GptLoadExtension.builder().build()).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void aPoolIsOfUseWithoutJUnitToo() {
        assertThatCode(() -> {
                    try (GptLoadExtension own =
                            GptLoadExtension.builder().group("g", "k1").build()) {
                        assertThat(GroupClient.of(own.group())
                                        .post("/v1/chat/completions", CHAT)
                                        .status())
                                .isEqualTo(200);
                    }
                })
                .doesNotThrowAnyException();
    }
}
