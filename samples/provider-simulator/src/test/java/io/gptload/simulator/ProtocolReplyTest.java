package io.gptload.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ProtocolReplyTest {
    private final ProviderSimulator simulator =
            ProviderSimulator.builder().key(SimulatedKey.valid("k")).build();

    @Test
    void chatCompletionEchoesTheModelAndCountsTokens() {
        SimulatedResponse response = simulator.handle(Requests.openAi("k"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("X-Request-Id")).startsWith("req_");
        JsonNode json = Requests.json(response);
        assertThat(json.path("model").asString()).isEqualTo("m-1");
        assertThat(json.at("/choices/0/message/content").asString()).isEqualTo("Hello from m-1");
        assertThat(json.at("/usage/total_tokens").asInt()).isEqualTo((Requests.CHAT.length() + 3) / 4 + 4);
    }

    @Test
    void chatStreamGoesFromRoleOverTextToDone() {
        SimulatedResponse response = simulator.handle(Requests.openAi("k", Requests.CHAT_STREAM));

        assertThat(response.header("content-type")).isEqualTo("text/event-stream");
        assertThat(response.chunks()).hasSize(6);
        assertThat(response.chunks().get(0).text()).contains("\"role\":\"assistant\"");
        assertThat(response.chunks().get(4).text()).contains("\"finish_reason\":\"stop\"");
        assertThat(response.chunks().get(5).text()).isEqualTo("data: [DONE]\n\n");
        assertThat(response.bodyText()).doesNotContain("usage");
    }

    @Test
    void chatStreamReportsUsageWhenAskedTo() {
        String body = Requests.CHAT_STREAM.replace(
                "\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        SimulatedResponse response = simulator.handle(Requests.openAi("k", body));

        assertThat(response.chunks()).hasSize(7);
        assertThat(response.chunks().get(5).text()).contains("\"choices\":[]", "\"prompt_tokens\":");
    }

    @Test
    void responsesStreamNumbersItsEvents() {
        SimulatedResponse response = simulator.handle(
                SimulatedRequest.post("/v1/responses", "k", "{\"model\":\"m-1\",\"input\":\"hi\",\"stream\":true}"));

        List<String> names = eventNames(response);
        assertThat(names).startsWith("response.created", "response.in_progress").endsWith("response.completed");
        assertThat(names).filteredOn("response.output_text.delta"::equals).hasSize(3);
        assertThat(response.chunks().get(10).text()).contains("\"sequence_number\":10");
    }

    @Test
    void responsesReplyIsAMessageWithText() {
        JsonNode json = Requests.json(
                simulator.handle(SimulatedRequest.post("/v1/responses", "k", "{\"model\":\"m-1\",\"input\":\"hi\"}")));

        assertThat(json.path("status").asString()).isEqualTo("completed");
        assertThat(json.at("/output/0/content/0/text").asString()).isEqualTo("Hello from m-1");
    }

    @Test
    void embeddingsAnswerEveryInput() {
        JsonNode json = Requests.json(simulator.handle(
                SimulatedRequest.post("/openai/v1/embeddings", "k", "{\"model\":\"e\",\"input\":[\"a\",\"b\"]}")));

        assertThat(json.path("data")).hasSize(2);
        assertThat(json.at("/data/1/embedding")).hasSize(3);
    }

    @Test
    void anthropicStreamHasTheSequenceOfEventsClientsExpect() {
        SimulatedResponse response = simulator.handle(Requests.anthropic("k", Requests.CHAT_STREAM));

        assertThat(response.header("request-id")).startsWith("req_");
        assertThat(eventNames(response))
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "ping",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
    }

    @Test
    void anthropicAcceptsABearerToo() {
        SimulatedResponse response = simulator.handle(SimulatedRequest.post("/v1/messages", "k", Requests.CHAT));

        assertThat(Requests.json(response).at("/content/0/text").asString()).isEqualTo("Hello from m-1");
    }

    @Test
    void geminiTakesTheKeyFromTheQueryAndTheModelFromThePath() {
        JsonNode json = Requests.json(simulator.handle(Requests.gemini("k")));

        assertThat(json.at("/candidates/0/content/parts/0/text").asString()).isEqualTo("Hello from m-1");
        assertThat(json.at("/candidates/0/finishReason").asString()).isEqualTo("STOP");
    }

    @Test
    void geminiStreamsEventsOrOneArray() {
        SimulatedResponse events = simulator.handle(Requests.geminiStream("k", "alt=sse"));
        SimulatedResponse array = simulator.handle(Requests.geminiStream("k", "x=y"));

        assertThat(events.header("content-type")).isEqualTo("text/event-stream");
        assertThat(events.chunks()).hasSize(3).allMatch(chunk -> chunk.text().startsWith("data: {"));
        assertThat(array.header("content-type")).isEqualTo("application/json");
        assertThat(Requests.json(array)).hasSize(3);
    }

    @Test
    void modelsAreListedInTheFormatOfTheCaller() {
        ProviderSimulator provider = ProviderSimulator.builder()
                .key(SimulatedKey.valid("k"))
                .models("m-1", "m-2")
                .build();

        JsonNode openAi = Requests.json(provider.handle(SimulatedRequest.get("/v1/models", "k")));
        assertThat(openAi.at("/data/1/id").asString()).isEqualTo("m-2");
        JsonNode gemini = Requests.json(
                provider.handle(new SimulatedRequest("GET", "/v1beta/models", "key=k", Map.of(), new byte[0])));
        assertThat(gemini.at("/models/0/name").asString()).isEqualTo("models/m-1");
        JsonNode stable = Requests.json(
                provider.handle(new SimulatedRequest("GET", "/v1/models", "key=k", Map.of(), new byte[0])));
        assertThat(stable).isEqualTo(gemini);
        JsonNode anthropic = Requests.json(provider.handle(new SimulatedRequest(
                "GET",
                "/v1/models",
                null,
                Map.of("anthropic-version", List.of("2023-06-01"), "x-api-key", List.of("k")),
                new byte[0])));
        assertThat(anthropic.path("last_id").asString()).isEqualTo("m-2");
    }

    private static List<String> eventNames(SimulatedResponse response) {
        return response.chunks().stream()
                .map(chunk -> chunk.text().lines().findFirst().orElse("").replace("event: ", ""))
                .toList();
    }
}
