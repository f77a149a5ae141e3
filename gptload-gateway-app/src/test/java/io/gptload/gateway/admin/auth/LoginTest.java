package io.gptload.gateway.admin.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

    @TempDir
    static Path folder;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Answer login(String json) {
        return gateway.apiWithoutKey("POST", "/api/auth/login", json);
    }

    @Test
    void theRightKeyIsTold() {
        Answer answer = login("{\"auth_key\":\"" + RunningGateway.AUTH_KEY + "\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("success").asBoolean()).isTrue();
        assertThat(answer.message()).isEqualTo("Authentication successful");
        assertThat(answer.json().has("code")).isFalse();
    }

    @Test
    void theBodyNeedsNoTypeAndNamesAreFoundInAnyCase() {
        Answer answer = gateway.call(
                "POST",
                "/api/auth/login",
                "{\"Auth_Key\":\"" + RunningGateway.AUTH_KEY + "\",\"other\":1} trailing",
                Map.of("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aWrongKeyIsRefused() {
        Answer answer = login("{\"auth_key\":\"" + RunningGateway.AUTH_KEY + "x\"}");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("success").asBoolean(true)).isFalse();
        assertThat(answer.message()).isEqualTo("Authentication failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"auth_key\":\"\"}", "{\"auth_key\":null}", "{\"auth_key\":5}", "", "nonsense", "[]"})
    void withoutAKeyThereIsNothingToCheck(String json) {
        Answer answer = login(json);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("success").asBoolean(true)).isFalse();
        assertThat(answer.message()).isNotEmpty();
    }
}
