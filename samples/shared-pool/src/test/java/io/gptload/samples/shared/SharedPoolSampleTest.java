package io.gptload.samples.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedPoolSampleTest {

    @TempDir
    Path folder;

    @Test
    void whatOneFindsOutAllKnow() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        boolean succeeded = SharedPoolSample.run(folder, new PrintStream(printed, true, StandardCharsets.UTF_8));

        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(succeeded).as(text).isTrue();
        assertThat(text)
                .contains("dead key: 1, with the limited one: 1", "9 calls, 9 answered")
                .containsPattern("gateway +knows of 2 ready, 1 cooling, 1 invalid")
                .doesNotContain("leakcanary");
    }
}
