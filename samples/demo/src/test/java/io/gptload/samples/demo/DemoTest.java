package io.gptload.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    Path folder;

    @Test
    void allGroupsAnswerAndNoKeyIsShown() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        try (Demo demo = new Demo(folder, 0)) {
            demo.print(out);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(demo.traffic())
                            .allSatisfy(
                                    traffic -> assertThat(traffic.answered()).isGreaterThan(4)));
            List<String> table = demo.table().lines();
            table.forEach(out::println);

            assertThat(demo.traffic()).extracting(Traffic::group).containsExactly("healthy", "mixed", "outage");
            assertThat(table)
                    .anySatisfy(line -> assertThat(line).contains("invalid"))
                    .anySatisfy(line -> assertThat(line).contains("cooling", "quota"));
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("/proxy/mixed/v1/chat/completions", "KEY=demo-proxy-", "ADMIN=demo-admin-")
                .doesNotContain("leakcanary");
    }
}
