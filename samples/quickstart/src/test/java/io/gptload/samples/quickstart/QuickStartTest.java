package io.gptload.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuickStartTest {

    @Test
    void everyCallSucceedsAndNoKeyIsShown() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        boolean succeeded = QuickStart.run(new PrintStream(printed, true, StandardCharsets.UTF_8));

        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(succeeded).as(text).isTrue();
        assertThat(text)
                .contains("12 calls, 12 succeeded")
                .contains("key.invalid", "key.deactivated", "quota.code", "google.rate_limited", "http.server_error")
                .doesNotContain("leakcanary", "FAILED");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }
}
