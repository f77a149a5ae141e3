package io.gptload.gateway.admin.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class IntegrationInfoTest {

    private static final String OF_GROUP = "client-leakcanary-of-b";

    @TempDir
    static Path folder;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(folder);
        String upstreams = "\"test_model\":\"m\",\"upstreams\":[{\"url\":\"http://127.0.0.1:9\",\"weight\":1}]";
        gateway.createGroup("{\"name\":\"a\",\"channel_type\":\"openai\",\"sort\":2,\"display_name\":\"A\"," + upstreams
                + ",\"validation_endpoint\":\"/v2/chat\"}");
        gateway.createGroup("{\"name\":\"b\",\"channel_type\":\"anthropic\",\"sort\":1," + upstreams
                + ",\"proxy_keys\":\"" + OF_GROUP + "\"}");
        gateway.createGroup("{\"name\":\"c\",\"channel_type\":\"openai\",\"sort\":2," + upstreams + "}");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Answer ask(String path, String key) {
        return gateway.apiWithoutKey("GET", path + "?key=" + key, null);
    }

    @Test
    void aGlobalKeySeesAllGroupsInListOrder() {
        Answer answer = ask("/api/integration/info", RunningGateway.AUTH_KEY);
        assertThat(answer.status()).isEqualTo(200);
        List<String> shown = new ArrayList<>();
        for (JsonNode group : answer.data()) {
            shown.add(group.path("name").asString() + " "
                    + group.path("channel_type").asString() + " "
                    + group.path("path").asString());
        }
        assertThat(shown).containsExactly("b anthropic /proxy/b", "c openai /proxy/c", "a custom /proxy/a/v2/chat");
        assertThat(answer.data().get(2).path("display_name").asString()).isEqualTo("A");
    }

    @Test
    void aKeyOfAGroupSeesThatGroup() {
        JsonNode data = ask("/api/integration/info", OF_GROUP).data();
        assertThat(data.size()).isEqualTo(1);
        assertThat(data.get(0).path("name").asString()).isEqualTo("b");
    }

    @Test
    void aGroupTellsOfItself() {
        Answer answer = ask("/proxy/b/api/integration/info", OF_GROUP);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().size()).isEqualTo(1);
        assertThat(answer.data().get(0).path("path").asString()).isEmpty();
        assertThat(answer.message()).isEqualTo("成功");
        assertThat(ask("/proxy/a/api/integration/info", RunningGateway.AUTH_KEY)
                        .data()
                        .get(0)
                        .path("path")
                        .asString())
                .isEqualTo("/v2/chat");
        assertThat(gateway.call("POST", "/proxy/b/api/integration/info?key=" + OF_GROUP, "{}", Map.of())
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/integration/info", "/proxy/b/api/integration/info"})
    void aKeyThatOpensNothingIsRefused(String path) {
        for (Answer answer : List.of(
                ask(path, "client-leakcanary-wrong"), ask(path, ""), gateway.apiWithoutKey("GET", path, null))) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("VALIDATION_FAILED");
        }
        assertThat(ask("/proxy/a/api/integration/info", OF_GROUP).status()).isEqualTo(400);
    }

    @Test
    void anUnknownGroupIsNotFound() {
        Answer answer = ask("/proxy/none/api/integration/info", RunningGateway.AUTH_KEY);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("NOT_FOUND");
    }
}
