package io.gptload.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints what the starter adds to the start of an application. It asserts no time: the machine may be busy. */
class StartUpCostTest {

    private static final Logger LOG = LoggerFactory.getLogger(StartUpCostTest.class);

    private static String start(String how) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartUpCost.class.getName(),
                        how)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("started in ");
        return output.substring(output.indexOf("started in "))
                .lines()
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isPrinted() throws Exception {
        start("without"); // the first start warms the caches of the machine
        LOG.info("An application without the starter {}, with it {}", start("without"), start("with"));
    }
}
