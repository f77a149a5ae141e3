package io.gptload.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

class NativeImageTest {

    @Test
    void whatIsReadAtRunTimeIsTakenAlong() throws NoSuchMethodException {
        RuntimeHints hints = new RuntimeHints();
        new GptLoadRuntimeHints().registerHints(hints, getClass().getClassLoader());
        assertThat(RuntimeHintsPredicates.resource().forResource("io/gptload/client/policy/failure-rules.json"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(KeyProperties.class.getMethod("of", String.class)))
                .accepts(hints);
        assertThat(getClass().getClassLoader().getResource("io/gptload/client/policy/failure-rules.json"))
                .isNotNull();
    }
}
