package io.gptload.samples.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A gateway with three groups of simulated keys, and somebody who uses it all the time. Properties: {@code demo.seconds} ends it
 * by itself, {@code demo.port} is the gateway's (0 picks a free one), {@code demo.data} keeps the database in a folder.
 */
public final class Demo implements AutoCloseable {

    private static final int REFRESH_SECONDS = 3;
    private static final int REFRESH_SECONDS_IN_A_FILE = 10;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final DemoGateway gateway;
    private final Outages outages;
    private final List<Traffic> traffic = new ArrayList<>();

    Demo(Path folder, int port) {
        try {
            List<DemoGroup> groups =
                    List.of(opened(DemoGroup.healthy()), opened(DemoGroup.mixed()), opened(DemoGroup.outage()));
            gateway = opened(new DemoGateway(folder, port, groups));
            outages = opened(new Outages(groups.get(2).provider()));
            groups.forEach(group -> traffic.add(opened(new Traffic(group.name(), gateway))));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        running.push(part);
        return part;
    }

    /** Runs until it is stopped, or for {@code demo.seconds}. */
    public static void main(String... args) throws Exception {
        long seconds = Long.getLong("demo.seconds", 0);
        String data = System.getProperty("demo.data", "");
        Path folder =
                data.isEmpty() ? Files.createTempDirectory("gptload-demo") : Files.createDirectories(Path.of(data));
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch cleared = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            end.countDown();
            awaitQuietly(cleared);
        }));
        try (Demo demo = new Demo(folder, Integer.getInteger("demo.port", 0))) {
            demo.print(System.out);
            demo.watch(System.out, System.console() != null, seconds == 0 ? Long.MAX_VALUE : seconds, end);
        } finally {
            if (data.isEmpty()) {
                delete(folder);
            }
            cleared.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    DemoGateway gateway() {
        return gateway;
    }

    List<Traffic> traffic() {
        return List.copyOf(traffic);
    }

    StateTable table() {
        return new StateTable(gateway.engine(), traffic);
    }

    /** Prints what there is, and what to try. */
    void print(PrintStream out) {
        out.println("""

                gptload demo: a gateway, and three groups with simulated providers behind them.

                  healthy   three keys that work
                  mixed     one key that works, two with a rate limit, two dead ones and one without credit
                  outage    the provider answers 503 for %4$d s, then works for %5$d s, and so on

                The gateway is at %1$s; whoever uses it needs the proxy key, whoever administers it the admin key:

                  URL=%1$s
                  KEY=%2$s
                  ADMIN=%3$s

                Try:

                  curl $URL/proxy/mixed/v1/chat/completions -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \\
                       -d '{"model":"gpt-mini","messages":[{"role":"user","content":"Hello!"}]}'
                  curl -N $URL/proxy/healthy/v1/chat/completions -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \\
                       -d '{"model":"gpt-mini","stream":true,"messages":[{"role":"user","content":"Hello!"}]}'
                  curl $URL/api/gptload/pool -H "Authorization: Bearer $ADMIN"       # the state of every key
                  curl $URL/api/groups -H "Authorization: Bearer $ADMIN"             # the groups
                  curl $URL/api/logs -H "Authorization: Bearer $ADMIN"               # every attempt

                Every group is asked twice a second. Ctrl-C stops everything.
                """.formatted(
                gateway.url(), gateway.proxyKey(), gateway.adminKey(), Outages.DOWN_SECONDS, Outages.UP_SECONDS));
    }

    private void watch(PrintStream out, boolean terminal, long seconds, CountDownLatch end)
            throws InterruptedException {
        Screen screen = new Screen(out, terminal);
        int refresh = terminal ? REFRESH_SECONDS : REFRESH_SECONDS_IN_A_FILE;
        StateTable table = table();
        long left = seconds;
        while (left > 0 && !end.await(Math.min(refresh, left), TimeUnit.SECONDS)) {
            left -= refresh;
            List<String> lines = new ArrayList<>(table.lines());
            lines.add("");
            lines.add("The provider of outage " + (outages.isDown() ? "is down." : "works."));
            screen.show(lines);
        }
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                System.err.println("Cannot be stopped: " + e);
            }
        }
    }
}
