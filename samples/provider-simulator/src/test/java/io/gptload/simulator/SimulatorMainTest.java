package io.gptload.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorMainTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void addressAndKeysArePrinted() {
        try (SimulatorServer server = SimulatorMain.start(new String[] {"--port", "0"}, out)) {
            assertThat(bytes.toString(StandardCharsets.UTF_8)).contains(server.baseUrl(), "sk-sim-valid-v001 VALID");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--port x", "--port 70000", "--port -1", "--chunk-delay-ms y", "--verbose"})
    void wrongArgumentsAreNamed(String line) {
        String[] args = line.split(" ");

        assertThatThrownBy(() -> SimulatorMain.start(args, out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(args[0]);
    }
}
