package io.gptload.gateway.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A group of the running gateway, made and looked at over the administration alone. */
record TestGroup(RunningGateway gateway, long id, String name) {

    static final String CHAT = "/v1/chat/completions";
    static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final AtomicInteger NAMES = new AtomicInteger();

    /**
     * Makes a group of the channel {@code openai} with one upstream.
     *
     * @param fields JSON with the fields that are to differ
     */
    static TestGroup create(RunningGateway gateway, String upstream, String fields, String... keys) {
        String name = "g" + NAMES.incrementAndGet();
        ObjectNode group = JSON.createObjectNode();
        group.put("name", name).put("channel_type", "openai").put("test_model", "m");
        group.putArray("upstreams").addObject().put("url", upstream).put("weight", 1);
        group.setAll((ObjectNode) JSON.readTree(fields));
        TestGroup made = new TestGroup(
                gateway,
                gateway.createGroup(group.toString()),
                group.path("name").asString());
        if (keys.length > 0) {
            made.addKeys(keys);
        }
        return made;
    }

    void addKeys(String... keys) {
        assertThat(gateway.api("POST", "/api/keys/add-multiple", keysText(List.of(keys)))
                        .status())
                .isEqualTo(200);
    }

    /** The body of requests about these keys. */
    String keysText(List<String> keys) {
        return JSON.createObjectNode()
                .put("group_id", id)
                .put("keys_text", String.join("\n", keys))
                .toString();
    }

    Answer chat() {
        return post(CHAT, HELLO);
    }

    /** @param path behind the group */
    Answer post(String path, String json) {
        return gateway.proxy(name, path, json);
    }

    /** @param path behind the group */
    Answer get(String path) {
        return gateway.call(
                "GET", "/proxy/" + name + path, null, Map.of("Authorization", "Bearer " + RunningGateway.AUTH_KEY));
    }

    /** The engine's sum: {@code total}, {@code ready}, {@code cooling}, {@code invalid}, {@code upstreams}. */
    JsonNode pool() {
        return gateway.api("GET", "/api/gptload/pool?group=" + name).data().path(0);
    }

    /** The keys as the engine sees them. */
    List<JsonNode> keys() {
        return gateway.api("GET", "/api/gptload/pool/" + name + "/keys?page_size=100")
                .data()
                .path("items")
                .valueStream()
                .toList();
    }

    /** The attempts logged, oldest first; waits until there are so many. A client may have its answer before its row is there. */
    List<JsonNode> log(int attempts) {
        return await().until(this::log, rows -> rows.size() >= attempts);
    }

    private List<JsonNode> log() {
        List<JsonNode> rows = gateway.api("GET", "/api/logs?page_size=100&group_name=" + name)
                .data()
                .path("items")
                .valueStream()
                .filter(row -> row.path("group_name").asString().equals(name))
                .toList();
        return rows.stream()
                .sorted((a, b) -> a.path("timestamp")
                        .asString()
                        .compareTo(b.path("timestamp").asString()))
                .toList();
    }

    /** Every key serves, and none has a failure to its name. */
    void assertNoKeyTouched() {
        assertThat(keys()).isNotEmpty().allSatisfy(key -> {
            assertThat(key.path("state").asString()).isEqualTo("ready");
            assertThat(key.path("strikes").asInt(-1)).isZero();
            assertThat(key.path("in_flight").asInt(-1)).isZero();
        });
    }
}
