package io.gptload.client.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.state.BudgetSlices;
import io.gptload.client.store.shared.StateChannel;
import io.gptload.client.store.shared.StateNotice;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.embedded.core.ExecutableProvider;

/** Notices through sentinels, a cluster and TLS, with real servers. */
class RedisTopologyTest {

    private static final String LOCAL = "127.0.0.1";
    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private final List<RedisChannel> channels = new ArrayList<>();

    @AfterEach
    void stop() {
        channels.forEach(RedisChannel::close);
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private Process redis(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ExecutableProvider.newJarResourceProvider(
                        Files.createTempDirectory(folder, "program").toFile())
                .get()
                .getPath());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(Files.createTempDirectory(folder, "redis").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(process);
        return process;
    }

    private Process server(int port, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--port", "" + port, "--bind", LOCAL, "--save", "", "--appendonly", "no"));
        arguments.addAll(List.of(more));
        return redis(arguments.toArray(String[]::new));
    }

    private static boolean answers(int port) {
        try (UnifiedJedis client = client(port)) {
            return client.ping().equals("PONG");
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static UnifiedJedis client(int port) {
        return RedisClient.builder().hostAndPort(LOCAL, port).build();
    }

    /** Counts what one of two processes hears of the other. */
    private final class Pair {

        private final AtomicInteger heard = new AtomicInteger();
        private final RedisChannel from;
        private final RedisChannel to;

        Pair(RedisConnection connection) {
            from = RedisChannel.of(connection).build();
            to = RedisChannel.of(connection).build();
            channels.addAll(List.of(from, to));
            from.open(receiver(new AtomicInteger()));
            to.open(receiver(heard));
        }

        private StateChannel.Receiver receiver(AtomicInteger count) {
            return new StateChannel.Receiver() {
                @Override
                public void received(StateNotice notice) {
                    count.incrementAndGet();
                }

                @Override
                public void missed() {
                    // the database would be read
                }
            };
        }

        /** Both take slices of one budget: together they get what there is, and no more. */
        void shares(String window) {
            Taking first = new Taking(window, 6);
            from.budgets().ask(first);
            await().atMost(PATIENCE).until(() -> first.taken.get() != null);
            Taking second = new Taking(window, 6);
            to.budgets().ask(second);
            await().atMost(PATIENCE).until(() -> second.taken.get() != null);
            assertThat(first.taken).hasValue(6L);
            assertThat(second.taken).hasValue(4L);
        }

        void talks() {
            await().atMost(PATIENCE)
                    .until(() -> from.figures().connected() && to.figures().connected());
            int before = heard.get();
            from.send(new StateNotice.OfDatabase());
            await().atMost(PATIENCE).until(() -> heard.get() > before);
        }
    }

    private record Taking(String window, long amount, AtomicReference<Long> taken) implements BudgetSlices.Request {

        Taking(String window, long amount) {
            this(window, amount, new AtomicReference<>());
        }

        @Override
        public long limit() {
            return 10;
        }

        @Override
        public Instant until() {
            return Instant.now().plusSeconds(60);
        }

        @Override
        public void granted(long amount) {
            taken.set(amount);
        }

        @Override
        public void failed() {
            taken.set(-1L);
        }
    }

    @Test
    void sentinelsSayWhereTheMasterIsAlsoWhenItIsAnotherOne() throws Exception {
        int first = freePort();
        int second = freePort();
        int sentinel = freePort();
        Process master = server(first);
        server(second, "--replicaof", LOCAL, "" + first);
        await().atMost(PATIENCE).until(() -> answers(first) && answers(second));
        Path configuration = Files.writeString(folder.resolve("sentinel.conf"), """
                port %d
                bind 127.0.0.1
                sentinel monitor pool 127.0.0.1 %d 1
                sentinel down-after-milliseconds pool 500
                sentinel failover-timeout pool 5000
                """.formatted(sentinel, first));
        redis(configuration.toString(), "--sentinel");
        await().atMost(PATIENCE).until(() -> knowsAReplica(sentinel));
        Pair pair = new Pair(RedisConnection.sentinels("pool", List.of(new HostAndPort(LOCAL, sentinel)))
                .silence(Duration.ofSeconds(2)));
        pair.talks();
        pair.shares("a");
        master.destroyForcibly();
        await().atMost(PATIENCE).until(() -> !pair.from.figures().connected());
        pair.talks();
        pair.shares("b");
    }

    /** One whose neighbour for the cluster's own talk is one too. */
    private static int clusterPort() throws IOException {
        int port = freePort();
        while (port > 55_000) {
            port = freePort() - 20_000;
        }
        return port;
    }

    private static Object cluster(UnifiedJedis client, String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        return client.sendCommand(Protocol.Command.CLUSTER, all.toArray(String[]::new));
    }

    private static boolean works(int port) {
        try (UnifiedJedis client = client(port)) {
            return new String((byte[]) cluster(client, "INFO"), StandardCharsets.UTF_8).contains("cluster_state:ok");
        }
    }

    private static boolean knowsAReplica(int sentinel) {
        try (UnifiedJedis client = client(sentinel)) {
            Object replicas = client.sendCommand(Protocol.Command.SENTINEL, "replicas", "pool");
            return replicas instanceof List<?> list && !list.isEmpty();
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Test
    void aClusterCarriesNoticesFromAnyOfItsNodesToAllOthers() throws Exception {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int port = clusterPort();
            ports.add(port);
            server(port, "--cluster-enabled", "yes");
            await().atMost(PATIENCE).until(() -> answers(port));
        }
        for (int i = 0; i < 3; i++) {
            try (UnifiedJedis client = client(ports.get(i))) {
                int part = i;
                String[] slots = IntStream.range(0, SLOTS)
                        .filter(slot -> slot % 3 == part)
                        .mapToObj(String::valueOf)
                        .toArray(String[]::new);
                cluster(client, "ADDSLOTS", slots);
                cluster(client, "MEET", LOCAL, "" + ports.get(0));
            }
        }
        for (int port : ports) {
            await().atMost(PATIENCE).until(() -> works(port));
        }
        Pair pair = new Pair(RedisConnection.cluster(
                ports.stream().map(port -> new HostAndPort(LOCAL, port)).toList()));
        pair.talks();
        for (int i = 0; i < 10; i++) { // on all of its nodes
            pair.shares("window " + i);
        }
    }

    @Test
    void tlsIsSpokenAndCertificatesAreVerifiedUnlessToldOtherwise() throws Exception {
        HeldCertificate certificate =
                new HeldCertificate.Builder().commonName("a Redis").rsa2048().build();
        Path chain = Files.writeString(folder.resolve("cert.pem"), certificate.certificatePem());
        Path key = Files.writeString(folder.resolve("key.pem"), certificate.privateKeyPkcs8Pem());
        int port = freePort();
        Process server = server(
                0,
                "--tls-port",
                "" + port,
                "--tls-cert-file",
                chain.toString(),
                "--tls-key-file",
                key.toString(),
                "--tls-auth-clients",
                "no");
        Assumptions.assumeFalse(server.waitFor(500, TimeUnit.MILLISECONDS), "this Redis was built without TLS");
        new Pair(RedisConnection.server(LOCAL, port).tls(false)).talks();
        Pair strict = new Pair(RedisConnection.server(LOCAL, port).tls(true));
        assertThat(strict.from.figures().connected()).isFalse();
    }
}
