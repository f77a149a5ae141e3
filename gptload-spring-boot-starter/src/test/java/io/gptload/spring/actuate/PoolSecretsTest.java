package io.gptload.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.SanitizableData;

class PoolSecretsTest {

    private static Object shown(String property) {
        return new PoolSecrets()
                .apply(new SanitizableData(null, property, "leakcanary"))
                .getValue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gptload.groups.openai.keys",
                "gptload.groups.my-group.keys[0]",
                "gptload.groups.openai.keys[0].value",
                "gptload.groups.openai.upstreams[1].url",
                "gptload.groups.openai.header-rules[0].value",
                "gptload.groups.openai.settings.proxyUrl",
                "gptload.settings.proxy-url",
                "gptload.store.jdbc.password",
                "gptload.store.jdbc.url",
                "gptload.redis.url",
                "gptload.encryptionKey",
                "gptload.encryption-key"
            })
    void secretsAreHidden(String property) {
        assertThat(shown(property)).isEqualTo(SanitizableData.SANITIZED_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gptload.groups.openai.channel", "gptload.store.type", "other.groups.openai.keys"})
    void othersAreNot(String property) {
        assertThat(shown(property)).isEqualTo("leakcanary");
    }
}
