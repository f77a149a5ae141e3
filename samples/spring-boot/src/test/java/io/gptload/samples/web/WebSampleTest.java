package io.gptload.samples.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebSampleTest {

    @Test
    void allQuestionsAreAnsweredWithADeadAndALimitedKey() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        boolean succeeded = WebSample.run(new PrintStream(printed, true, StandardCharsets.UTF_8));

        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(succeeded).as(text).isTrue();
        assertThat(text)
                .contains("Hello from gpt-mini", "data:Hello", "INVALID", "COOLING", "READY")
                .doesNotContain("leakcanary");
    }
}
