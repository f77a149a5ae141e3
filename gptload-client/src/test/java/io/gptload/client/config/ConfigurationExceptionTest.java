package io.gptload.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigurationExceptionTest {

    @Test
    void aProgramCanSayItInItsOwnWords() {
        ConfigurationException refusal = catchThrowableOfType(
                ConfigurationException.class, () -> new UpstreamConfig("http://me:leakcanary@a", -1));
        assertThat(refusal).hasMessage("upstreams.weight: '-1' is not allowed; expected an integer from 0 to 1000000");
        assertThat(refusal.field()).isEqualTo("upstreams.weight");
        assertThat(refusal.value()).isEqualTo("-1");
        assertThat(refusal.requirement()).isEqualTo(Requirement.INTEGER_BETWEEN);
        assertThat(refusal.requirement().code()).isEqualTo("integer_between");
        assertThat(refusal.arguments()).containsExactly("0", "1000000");
    }

    @Test
    void whatOnlyAPhraseSaysHasNoRequirement() {
        ConfigurationException refusal = new ConfigurationException("name", "A%s", "a good one, 100%");
        assertThat(refusal).hasMessage("name: 'A%s' is not allowed; expected a good one, 100%");
        assertThat(refusal.requirement()).isNull();
        assertThat(refusal.arguments()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aPropertyOfAnotherNameIsRefusedForTheSameReason(Requirement requirement) {
        ConfigurationException refusal = new ConfigurationException("max_wait", "v", requirement, 1, 2);
        ConfigurationException renamed = refusal.at("max_wait_ms");
        assertThat(renamed).hasMessage(String.valueOf(refusal.getMessage()).replace("max_wait:", "max_wait_ms:"));
        assertThat(renamed.field()).isEqualTo("max_wait_ms");
        assertThat(renamed.requirement()).isEqualTo(requirement);
        assertThat(renamed.arguments()).isEqualTo(refusal.arguments());
        assertThat(renamed.value()).isEqualTo("v");
    }
}
