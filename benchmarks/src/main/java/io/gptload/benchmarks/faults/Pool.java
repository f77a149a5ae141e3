package io.gptload.benchmarks.faults;

import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatorServer;
import io.gptload.testing.MariaDbServer;
import io.gptload.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * MariaDB, Redis, two gateways and two plain Java services. The second of each reaches the servers through a network that can
 * stall.
 */
final class Pool implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 60_000;

    private final String adminKey = "admin-" + UUID.randomUUID();
    private final Programs programs = new Programs();
    private final ProviderSimulator provider = ProviderSimulator.builder().build();
    private final SimulatorServer upstream = SimulatorServer.start(provider);
    private final Path jar;
    private final MariaDbServer database;
    private final TestDatabase schema;
    private final RedisProgram redis;
    private final Relay databaseRelay;
    private final Relay redisRelay;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Node, Process> processes = new HashMap<>();

    Pool(Path jar) throws IOException, InterruptedException {
        this.jar = Files.copy(jar, programs.folder().resolve("gptload-gateway.jar")); // which a build may replace
        database = MariaDbServer.startNew();
        schema = database.newDatabase();
        redis = new RedisProgram(programs);
        databaseRelay = new Relay(database.port());
        redisRelay = new Relay(redis.port());
        for (String name : List.of("gateway-1", "gateway-2", "service-1", "service-2")) {
            Node node = new Node(name, Programs.freePort(), name.startsWith("gateway") ? adminKey : "");
            nodes.add(node);
            start(node);
        }
    }

    ProviderSimulator provider() {
        return provider;
    }

    MariaDbServer database() {
        return database;
    }

    TestDatabase schema() {
        return schema;
    }

    RedisProgram redis() {
        return redis;
    }

    List<Node> nodes() {
        return nodes;
    }

    Node gateway(int number) {
        return nodes.get(number - 1);
    }

    /** Starts a node and waits until it serves. @return how long that took, in milliseconds */
    long start(Node node) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        boolean relayed = node.name().endsWith("2");
        int databasePort = relayed ? databaseRelay.port() : database.port();
        int redisPort = relayed ? redisRelay.port() : redis.port();
        Process process = node.isGateway()
                ? programs.start(
                        node.name(),
                        gateway(node, databasePort, redisPort),
                        List.of(
                                Programs.java(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-jar",
                                jar.toAbsolutePath().toString()))
                : programs.start(
                        node.name(),
                        Map.of(PoolService.PASSWORD, schema.password()),
                        List.of(
                                Programs.java(),
                                "-Xmx192m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                PoolService.class.getName(),
                                node.name(),
                                String.valueOf(node.port()),
                                "jdbc:mysql://127.0.0.1:" + databasePort + "/" + schema.name(),
                                schema.user(),
                                String.valueOf(redisPort)));
        processes.put(node, process);
        while (!serves(node)) {
            if (!process.isAlive() || System.nanoTime() - begun > PATIENCE_MILLIS * 1_000_000) {
                throw new IllegalStateException(
                        node + " does not start:\n" + Files.readString(programs.output(node.name())));
            }
            Thread.sleep(50);
        }
        return (System.nanoTime() - begun) / 1_000_000;
    }

    private static boolean serves(Node node) throws InterruptedException {
        try {
            return node.isGateway() ? node.ready() : node.send("/", "").statusCode() == 404;
        } catch (IOException e) {
            return false;
        }
    }

    private Map<String, String> gateway(Node node, int databasePort, int redisPort) {
        return Map.of(
                "PORT",
                String.valueOf(node.port()),
                "HOST",
                "127.0.0.1",
                "AUTH_KEY",
                adminKey,
                "DATABASE_DSN",
                schema.user() + ":" + schema.password() + "@tcp(127.0.0.1:" + databasePort + ")/" + schema.name()
                        + "?charset=utf8mb4&parseTime=True",
                "REDIS_DSN",
                "redis://127.0.0.1:" + redisPort + "/0");
    }

    long terminate(Node node) throws InterruptedException {
        return programs.terminate(process(node));
    }

    private Process process(Node node) {
        return Objects.requireNonNull(processes.get(node), node.name());
    }

    void kill(Node node) throws InterruptedException {
        programs.kill(process(node));
    }

    /** Cuts the second gateway and the second service off from the servers, without a word. */
    void stallNetwork() {
        databaseRelay.stall();
        redisRelay.stall();
    }

    void resumeNetwork() {
        databaseRelay.flow();
        redisRelay.flow();
    }

    /** Makes a group whose calls go out once, and its keys; known to all nodes when this returns. */
    List<String> group(String name, int keys) throws IOException, InterruptedException {
        List<String> secrets = IntStream.range(0, keys)
                .mapToObj(i -> "sk-leakcanary-%s-%04d".formatted(name, i))
                .toList();
        Node first = gateway(1);
        String group = accepted(first.send("/api/groups", """
                {"name": "%s", "channel_type": "openai", "test_model": "another", "upstreams": [{"url": "%s", "weight": 1}],
                 "config": {"max_retries": 0}, "gptload": {"max_key_rotations": 0}}""".formatted(name, upstream.baseUrl()))
                .body());
        String id = group.replaceFirst("(?s).*\"id\":(\\d+).*", "$1");
        accepted(first.send(
                        "/api/keys/add-multiple",
                        "{\"group_id\": " + id + ", \"keys_text\": \"" + String.join(" ", secrets) + "\"}")
                .body());
        await("all nodes to know " + name, () -> {
            for (Node node : nodes) {
                if (node.keys(name).size() != keys) {
                    return false;
                }
            }
            return true;
        });
        return secrets;
    }

    private static String accepted(String answer) {
        if (!answer.contains("\"code\":0")) {
            throw new IllegalStateException("Refused: " + answer);
        }
        return answer;
    }

    /** Something to wait for. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Waits until it holds; whoever does not answer is asked again. @return how long it took, in milliseconds */
    static long await(String what, Condition condition) throws InterruptedException {
        long begun = System.nanoTime();
        while (true) {
            try {
                if (condition.holds()) {
                    return (System.nanoTime() - begun) / 1_000_000;
                }
            } catch (IOException e) {
                // not yet
            }
            if (System.nanoTime() - begun > PATIENCE_MILLIS * 1_000_000) {
                throw new IllegalStateException("Waited too long for " + what);
            }
            Thread.sleep(20);
        }
    }

    /** Until every gateway says that database and Redis are there. */
    void awaitWhole() throws InterruptedException {
        await("the gateways to be connected", () -> {
            for (Node node : nodes) {
                if (!node.whole()) {
                    return false;
                }
            }
            return true;
        });
    }

    /** What the logs of the nodes say at level error, each line with its number. */
    String complaints() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Node node : nodes) {
            Map<String, Long> counts;
            try (var lines = Files.lines(programs.output(node.name()))) {
                counts = lines.filter(line -> line.contains("level=error") || line.contains("Exception in thread"))
                        .collect(Collectors.groupingBy(
                                line -> line.replaceFirst("^.*?level=error", "").replaceAll("[0-9a-f]{8,}", "#"),
                                Collectors.counting()));
            }
            counts.forEach((line, count) -> all.append("  ")
                    .append(node)
                    .append(": ")
                    .append(count)
                    .append(" x ")
                    .append(line.strip())
                    .append('\n'));
        }
        return all.toString();
    }

    @Override
    public void close() throws IOException {
        programs.close();
        databaseRelay.close();
        redisRelay.close();
        upstream.close();
        database.close();
    }
}
