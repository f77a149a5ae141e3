package io.gptload.gateway.blackbox;

import static io.gptload.gateway.blackbox.TestGroup.CHAT;
import static io.gptload.gateway.blackbox.TestGroup.HELLO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vendors' own SDKs and curl, unmodified, through the gateway with a base URL and a proxy key alone. Each group has a
 * dead key, one that is soon at its limit and a good one. Without Python, Node or their registries the test is skipped.
 */
class SdkClientsTest {

    private static final String CLIENTS_KEY = "client-leakcanary-sdk-0001";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> CHANNELS = List.of("openai", "openai-response", "anthropic", "gemini");
    private static final ProviderSimulator PROVIDER =
            ProviderSimulator.builder().models("sim-large", "sim-small", "m").build();

    @TempDir
    static Path folder;

    private static SdkPackages python;
    private static SdkPackages node;
    private static SimulatorServer server;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        python = SdkPackages.python();
        node = SdkPackages.node();
        server = SimulatorServer.start(PROVIDER);
        gateway = RunningGateway.start(folder);
        PROVIDER.chunkDelay(Duration.ofMillis(5));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.close();
    }

    private static TestGroup group(String client, String channel) {
        String name = client + "-" + channel;
        SimulatedKey[] keys = {
            SimulatedKey.invalid("sk-leakcanary-dead-" + name),
            SimulatedKey.limited("sk-leakcanary-tired-" + name, 2, Duration.ofMinutes(10)),
            SimulatedKey.valid("sk-leakcanary-good-" + name)
        };
        for (SimulatedKey key : keys) {
            PROVIDER.setKey(key);
        }
        return TestGroup.create(
                gateway,
                server.baseUrl(),
                "{\"name\":\"" + name + "\",\"channel_type\":\"" + channel + "\",\"proxy_keys\":\"" + CLIENTS_KEY
                        + "\"}",
                keys[0].value(),
                keys[1].value(),
                keys[2].value());
    }

    private static Map<String, String> variables() {
        return Map.of("GATEWAY_URL", "http://127.0.0.1:" + gateway.port(), "GATEWAY_KEY", CLIENTS_KEY);
    }

    private static void assertEverythingWorks(String client, Path folder, String... command) {
        List<TestGroup> groups =
                CHANNELS.stream().map(channel -> group(client, channel)).toList();
        Program run = Program.run(folder, PATIENCE, variables(), command);
        String output = run.output().replace(CLIENTS_KEY, "<the key>");
        assertThat(run.exit()).as(output).isZero();
        for (String sdk : List.of("openai", "responses", "anthropic", "gemini", "gemini-openai")) {
            for (String step : List.of("chat", "stream", "models", "error")) {
                assertThat(output.lines()).contains("ok " + sdk + " " + step);
            }
        }
        for (TestGroup group : groups) {
            assertThat(group.pool().path("invalid").asInt()).as(group.name()).isEqualTo(1);
            assertThat(PROVIDER.calls("sk-leakcanary-dead-" + group.name())).isEqualTo(1);
            assertThat(PROVIDER.served("sk-leakcanary-tired-" + group.name())).isPositive();
            assertThat(PROVIDER.served("sk-leakcanary-good-" + group.name())).isPositive();
        }
        assertThat(PROVIDER.calls(CLIENTS_KEY)).isZero();
    }

    @Test
    void theSdksOfPythonWorkUnchanged() {
        Path packages = python.orSkip();
        String script = SdkPackages.script("clients.py").toString();
        assertEverythingWorks("python", packages, "venv/bin/python", "-B", script);
    }

    @Test
    void theSdksOfNodeWorkUnchanged() throws Exception {
        Path packages = node.orSkip();
        Path script = packages.resolve("clients.mjs"); // packages are looked for beside it
        Files.copy(SdkPackages.script("clients.mjs"), script, StandardCopyOption.REPLACE_EXISTING);
        assertEverythingWorks("node", packages, "node", script.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer ", "X-Api-Key: ", "X-Goog-Api-Key: ", "?key="})
    void curlMayNameTheKeyInAnyForm(String form) {
        String name = "curl-" + Math.abs(form.hashCode());
        PROVIDER.setKey(SimulatedKey.valid("sk-leakcanary-good-" + name));
        TestGroup group = TestGroup.create(
                gateway, server.baseUrl(), "{\"proxy_keys\":\"" + CLIENTS_KEY + "\"}", "sk-leakcanary-good-" + name);
        boolean inQuery = form.startsWith("?");
        Program run = curl(
                "--header",
                inQuery ? "X: y" : form + CLIENTS_KEY,
                "--header",
                "Content-Type: application/json",
                "--data",
                HELLO,
                gateway.url("/proxy/" + group.name() + CHAT + (inQuery ? form + CLIENTS_KEY : ""))
                        .toString());
        assertThat(run.succeeded()).isTrue();
        assertThat(run.output()).contains("Hello from m");
    }

    private static Program curl(String... arguments) {
        String[] command = new String[arguments.length + 3];
        command[0] = "curl";
        command[1] = "--silent";
        command[2] = "--show-error";
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        assumeTrue(Program.run(folder, PATIENCE, Map.of(), "curl", "--version").succeeded(), "curl is not installed");
        return Program.run(folder, PATIENCE, Map.of(), command);
    }

    @Test
    void curlSeesEventsAsTheyCome() throws Exception {
        assumeTrue(Program.run(folder, PATIENCE, Map.of(), "curl", "--version").succeeded(), "curl is not installed");
        TestGroup group = group("curl", "openai");
        PROVIDER.chunkDelay(Duration.ofMillis(100));
        Process curl = new ProcessBuilder(
                        "curl",
                        "--silent",
                        "--no-buffer",
                        "--header",
                        "Authorization: Bearer " + CLIENTS_KEY,
                        "--data",
                        HELLO.replace("{\"model\"", "{\"stream\":true,\"model\""),
                        gateway.url("/proxy/" + group.name() + CHAT).toString())
                .start();
        try (BufferedReader events =
                new BufferedReader(new InputStreamReader(curl.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(events.readLine()).startsWith("data: {");
            assertThat(server.activeStreams()).isEqualTo(1);
            assertThat(events.lines().filter(line -> !line.isEmpty()).reduce((a, b) -> b))
                    .hasValue("data: [DONE]");
            assertThat(curl.waitFor()).isZero();
        } finally {
            curl.destroyForcibly();
            PROVIDER.chunkDelay(Duration.ofMillis(5));
        }
    }
}
