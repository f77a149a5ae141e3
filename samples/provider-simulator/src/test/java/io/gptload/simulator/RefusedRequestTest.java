package io.gptload.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedRequestTest {
    private final ProviderSimulator simulator = ProviderSimulator.builder()
            .key(SimulatedKey.valid("k"))
            .unknownModels("typo")
            .build();

    @Test
    void malformedJsonIsAClientErrorOfEachProvider() {
        SimulatedResponse openAi = simulator.handle(Requests.openAi("k", "{oops"));
        SimulatedResponse anthropic = simulator.handle(Requests.anthropic("k", ""));
        SimulatedResponse gemini =
                simulator.handle(Requests.post("/v1beta/models/m:generateContent", "key=k", Map.of(), "[]"));

        assertThat(List.of(openAi.status(), anthropic.status(), gemini.status()))
                .containsOnly(400);
        assertThat(Requests.json(openAi).at("/error/type").asString()).isEqualTo("invalid_request_error");
        assertThat(Requests.json(anthropic).path("type").asString()).isEqualTo("error");
        assertThat(Requests.json(anthropic).path("request_id").asString()).isEqualTo(anthropic.header("request-id"));
        assertThat(Requests.json(gemini).at("/error/status").asString()).isEqualTo("INVALID_ARGUMENT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/chat/completions | {'messages':[{}]} | model",
                "/v1/chat/completions | {'model':'m'} | messages",
                "/v1/chat/completions | {'model':'m','messages':[]} | messages",
                "/v1/chat/completions | {'model':{},'messages':[{}]} | model",
                "/v1/chat/completions | {'model':'m','messages':{},'stream':'x','simulate_status':[]} | messages",
                "/v1/responses | {'model':'m'} | input",
                "/v1/embeddings | {'model':'m'} | input",
            })
    void missingFieldsAreNamed(String path, String body, String field) {
        SimulatedResponse response = simulator.handle(SimulatedRequest.post(path, "k", body.replace('\'', '"')));

        assertThat(response.status()).isEqualTo(400);
        assertThat(Requests.json(response).at("/error/param").asString()).isEqualTo(field);
    }

    @Test
    void unknownModelIsNotFound() {
        String body = Requests.CHAT.replace("m-1", "typo");

        SimulatedResponse openAi = simulator.handle(Requests.openAi("k", body));
        assertThat(openAi.status()).isEqualTo(404);
        assertThat(Requests.json(openAi).at("/error/code").asString()).isEqualTo("model_not_found");
        SimulatedResponse anthropic = simulator.handle(Requests.anthropic("k", body));
        assertThat(Requests.json(anthropic).at("/error/type").asString()).isEqualTo("not_found_error");
        SimulatedResponse gemini = simulator.handle(
                Requests.post("/v1beta/models/typo:generateContent", "key=k", Map.of(), Requests.CONTENTS));
        assertThat(Requests.json(gemini).at("/error/status").asString()).isEqualTo("NOT_FOUND");
    }

    @Test
    void modelsOutsideTheConfiguredOnesAreNotFound() {
        ProviderSimulator strict = ProviderSimulator.builder()
                .key(SimulatedKey.valid("k"))
                .models("other")
                .build();

        assertThat(strict.handle(Requests.openAi("k")).status()).isEqualTo(404);
    }

    @Test
    void callerCanAskForAStatus() {
        String body = Requests.CHAT.replace("{\"model\"", "{\"simulate_status\":422,\"model\"");

        SimulatedResponse response = simulator.handle(Requests.openAi("k", body));

        assertThat(response.status()).isEqualTo(422);
        assertThat(Requests.json(response).at("/error/type").asString()).isEqualTo("invalid_request_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999", "-1", "99999999999", "\"x\""})
    void impossibleStatusIsIgnored(String status) {
        String body = Requests.CHAT.replace("{\"model\"", "{\"simulate_status\":" + status + ",\"model\"");

        assertThat(simulator.handle(Requests.openAi("k", body)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/chat", "/v1/v1/chat/completions", "/v1/chat/completions/x", "/v1beta/openai/x", "/"})
    void otherPathsAreNotFound(String path) {
        assertThat(simulator.handle(SimulatedRequest.post(path, "k", "{}")).status())
                .isEqualTo(404);
    }

    @Test
    void wrongMethodIsNotAllowed() {
        assertThat(simulator
                        .handle(SimulatedRequest.get("/v1/chat/completions", "k"))
                        .status())
                .isEqualTo(405);
    }

    @Test
    void missingCredentialIsUnauthorized() {
        SimulatedRequest bare = Requests.post("/v1/chat/completions", null, Map.of(), Requests.CHAT);
        SimulatedRequest elsewhere =
                Requests.post("/v1/chat/completions", "key=k", Map.of("x-goog-api-key", List.of("k")), Requests.CHAT);

        assertThat(simulator.handle(bare).status()).isEqualTo(401);
        assertThat(simulator.handle(elsewhere).status()).isEqualTo(401);
        assertThat(simulator.callLog().get(0).maskedKey()).isEqualTo("(none)");
    }

    @Test
    void malformedEscapesInPathAndQueryDoNoHarm() {
        SimulatedResponse response = simulator.handle(
                Requests.post("/v1beta/models/a%zz:generateContent", "key=%zz", Map.of(), Requests.CONTENTS));

        assertThat(response.status()).isEqualTo(400);
    }
}
