package io.gptload.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyBehaviourTest {
    private final ProviderSimulator simulator = ProviderSimulator.builder()
            .keys(
                    SimulatedKey.invalid("invalid"),
                    SimulatedKey.rejected("rejected"),
                    SimulatedKey.forbidden("forbidden"),
                    SimulatedKey.suspended("suspended"),
                    SimulatedKey.outOfQuota("outOfQuota"),
                    SimulatedKey.noModelAccess("noModelAccess", "m-1"))
            .build();

    @ParameterizedTest
    @CsvSource({
        "openai, unknown, 401, /error/code, invalid_api_key",
        "openai, invalid, 401, /error/code, invalid_api_key",
        "openai, rejected, 401, /error/message, Unauthorized",
        "openai, forbidden, 403, /error/code, unsupported_country_region_territory",
        "openai, suspended, 401, /error/code, account_deactivated",
        "openai, outOfQuota, 429, /error/code, insufficient_quota",
        "openai, noModelAccess, 403, /error/code, model_not_found",
        "anthropic, invalid, 401, /error/message, invalid x-api-key",
        "anthropic, rejected, 401, /error/type, api_error",
        "anthropic, forbidden, 403, /error/type, permission_error",
        "anthropic, suspended, 403, /error/message, This organization has been disabled.",
        "anthropic, outOfQuota, 402, /error/type, billing_error",
        "anthropic, noModelAccess, 403, /error/type, permission_error",
        "gemini, invalid, 400, /error/details/0/reason, API_KEY_INVALID",
        "gemini, rejected, 401, /error/message, Unauthorized",
        "gemini, forbidden, 403, /error/status, PERMISSION_DENIED",
        "gemini, suspended, 403, /error/details/0/reason, CONSUMER_SUSPENDED",
        "gemini, outOfQuota, 429, /error/details/0/violations/0/quotaId,"
                + " GenerateRequestsPerDayPerProjectPerModel-FreeTier",
        "gemini, noModelAccess, 403, /error/status, PERMISSION_DENIED",
        "gemini-openai, invalid, 400, /0/error/details/0/reason, API_KEY_INVALID",
        "gemini-openai, outOfQuota, 429, /0/error/details/1/retryDelay, 36s",
    })
    void everyProviderRefusesInItsOwnWords(String provider, String key, int status, String pointer, String text) {
        SimulatedResponse response = simulator.handle(request(provider).apply(key));

        assertThat(response.status()).isEqualTo(status);
        assertThat(Requests.json(response).at(pointer).asString()).isEqualTo(text);
    }

    @Test
    void rejectedKeyGivesNoReason() {
        for (String provider : List.of("openai", "anthropic", "gemini")) {
            String body = simulator.handle(request(provider).apply("rejected")).bodyText();
            assertThat(body).doesNotContain("api_key", "x-api-key", "API_KEY", "authentication_error");
        }
    }

    @Test
    void deniedModelDoesNotConcernOthers() {
        String other = Requests.CHAT.replace("m-1", "m-2");

        assertThat(simulator.handle(Requests.openAi("noModelAccess", other)).status())
                .isEqualTo(200);
    }

    @Test
    void keyWithoutCreditStillListsModels() {
        assertThat(simulator
                        .handle(SimulatedRequest.get("/v1/models", "outOfQuota"))
                        .status())
                .isEqualTo(200);
        assertThat(simulator
                        .handle(SimulatedRequest.get("/v1/models", "invalid"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void behaviourChangesAtRunTime() {
        simulator.setKey(SimulatedKey.valid("invalid"));
        assertThat(simulator.handle(Requests.openAi("invalid")).status()).isEqualTo(200);

        simulator.removeKey("invalid");
        assertThat(simulator.handle(Requests.openAi("invalid")).status()).isEqualTo(401);
    }

    @Test
    void errorBodiesDoNotGiveAwayTheKey() {
        simulator.setKey(SimulatedKey.suspended("sk-very-secret-key"));

        for (String provider : List.of("openai", "anthropic", "gemini")) {
            String body = simulator
                    .handle(request(provider).apply("sk-very-secret-key"))
                    .bodyText();
            assertThat(body).doesNotContain("very-secret");
        }
    }

    private static Function<String, SimulatedRequest> request(String provider) {
        return switch (provider) {
            case "anthropic" -> Requests::anthropic;
            case "gemini" -> Requests::gemini;
            case "gemini-openai" -> Requests::geminiOpenAi;
            default -> Requests::openAi;
        };
    }
}
