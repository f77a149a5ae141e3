package io.gptload.client.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureRulesBuiltInTest {

    @Test
    void loads() {
        assertThat(FailureRules.builtIn()).hasSizeGreaterThan(50);
    }
}
