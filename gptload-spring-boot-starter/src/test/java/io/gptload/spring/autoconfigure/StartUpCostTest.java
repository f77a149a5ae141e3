package io.gptload.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the starter adds to the start of an application. The time is printed and not asserted: the machine may be busy. */
class StartUpCostTest {

    private static final Logger LOG = LoggerFactory.getLogger(StartUpCostTest.class);

    private static String output(String how, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StartUpCost.class.getName(), how));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("started in ");
        return output;
    }

    private static String start(String how) throws Exception {
        String output = output(how);
        return output.substring(output.indexOf("started in "))
                .lines()
                .findFirst()
                .orElseThrow();
    }

    /** A TLS context and a pool of connections are work for the first call: they would double what the starter costs. */
    @Test
    void noHttpClientIsMadeBeforeTheFirstCall() throws Exception {
        assertThat(output("with", "-Xlog:class+load"))
                .contains(" io.gptload.client.GptLoad ")
                .doesNotContain(" okhttp3.OkHttpClient ", " javax.net.ssl.SSLContext ");
    }

    @Test
    void timeIsPrinted() throws Exception {
        start("without"); // the first start warms the caches of the machine
        LOG.info("An application without the starter {}, with it {}", start("without"), start("with"));
    }
}
