package io.gptload.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Thousands of streams through the gateway: each is complete and in order, and what the gateway needs for them. */
public final class StreamSoak {

    private static final String GROUP = "soak";
    private static final int KEYS = 100;
    private static final Duration START = Duration.ofSeconds(90);
    private static final int WARM_UP_STREAMS = 200;
    private static final int WARM_UP_ROUNDS = 15;
    private static final NumberedStream WARM_UP = new NumberedStream(20, 250);

    /** Far more than the sockets on the way can hold. */
    private static final NumberedStream FLOOD = new NumberedStream(50_000, 4096);

    private static final int SPARE_THREADS = 10;
    private static final Duration SETTLING = Duration.ofSeconds(120);
    private static final long HEAP_GROWTH_KILOBYTES = 12 << 10;

    private static final long PASS_GROWTH_KILOBYTES = 8 << 10;

    private final SoakOptions options;
    private final AtomicLong floodBytes = new AtomicLong();
    private final String key = UUID.randomUUID().toString();
    private final PatientProvider provider;
    private final GatewayProcess gateway;
    private boolean failed;

    private StreamSoak(SoakOptions options, Workplace place) throws IOException, InterruptedException {
        this.options = options;
        provider = new PatientProvider(this::script);
        try (Database database = new Database(place)) {
            database.group(GROUP, provider.port(), KEYS);
        }
        gateway = GatewayProcess.start(
                place,
                options.gatewayCore(),
                options.jar(),
                key,
                options.mostRequests(),
                options.jvm(),
                Workplace.freePort());
    }

    /** Runs; the exit status is 1 if anything was wrong with a stream or the memory, and 2 if an option is wrong. */
    public static void main(String... args) throws Exception {
        SoakOptions options;
        try {
            options = SoakOptions.parse(new Arguments(Set.of("virtual"), args));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + SoakOptions.USAGE);
            System.exit(2);
            return;
        }
        boolean passed;
        try (Workplace place = new Workplace()) {
            passed = new StreamSoak(options, place).run();
        } catch (IOException | IllegalStateException e) {
            System.out.println("NOT OK  " + e.getMessage());
            passed = false;
        }
        System.out.println(passed ? "PASSED" : "FAILED");
        System.exit(passed ? 0 : 1);
    }

    private PatientProvider.Script script(String requestLine) {
        String type = "text/event-stream";
        if (requestLine.contains("/v1/flood")) {
            Iterator<byte[]> parts = FLOOD.parts();
            return new PatientProvider.Script(type, counted(parts), Duration.ZERO);
        }
        return requestLine.contains("/v1/warm-up")
                ? new PatientProvider.Script(type, WARM_UP.parts(), Duration.ofMillis(1))
                : new PatientProvider.Script(type, options.stream().parts(), options.pause());
    }

    private Iterator<byte[]> counted(Iterator<byte[]> parts) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return parts.hasNext();
            }

            @Override
            public byte[] next() {
                byte[] part = parts.next();
                floodBytes.addAndGet(part.length);
                return part;
            }
        };
    }

    private byte[] request(String path) {
        byte[] body =
                "{\"model\":\"gpt-mini\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}"
                        .getBytes(StandardCharsets.US_ASCII);
        return PlainConnection.post(path, key, "text/event-stream", body);
    }

    private byte[] proxied(String path) {
        return request("/proxy/" + GROUP + path);
    }

    private boolean run() throws IOException, InterruptedException {
        warmUp();
        JvmMemory before = JvmMemory.of(gateway.process());
        System.out.println(
                "JVM of the gateway: " + System.getProperty("java.version") + " " + String.join(" ", options.jvm()));
        System.out.println("before: " + before);
        Streams direct = streams("direct", provider.port(), request("/v1/stream"));
        Streams proxied = streams("gateway", gateway.port(), proxied("/v1/stream"));
        System.out.printf(
                Locale.ROOT,
                "gateway adds to the time to the first event: p50 %.2f ms, p99 %.2f ms%n",
                proxied.firstEventMillis(50) - direct.firstEventMillis(50),
                proxied.firstEventMillis(99) - direct.firstEventMillis(99));
        System.out.println("after: " + JvmMemory.of(gateway.process()));
        JvmMemory after = settled(before);
        for (int pass = 2; pass <= options.passes(); pass++) {
            streams("gateway, pass " + pass, gateway.port(), proxied("/v1/stream"));
            JvmMemory again = settled(before);
            expect(
                    again.heapKilobytes() - after.heapKilobytes() < PASS_GROWTH_KILOBYTES,
                    "pass " + pass + " leaves the heap as the first one did, within " + (PASS_GROWTH_KILOBYTES >> 10)
                            + " MB");
        }
        expect(
                after.heapKilobytes() - before.heapKilobytes() < HEAP_GROWTH_KILOBYTES,
                "the heap is as large as before, within the " + (HEAP_GROWTH_KILOBYTES >> 10)
                        + " MB a server keeps for the next time");
        if (options.slowClients() > 0) {
            slowClients();
        }
        return !failed;
    }

    /** Threads that have nothing to do end after a minute, and with them what they hold. */
    private JvmMemory settled(JvmMemory before) throws IOException, InterruptedException {
        long start = System.nanoTime();
        JvmMemory now = JvmMemory.of(gateway.process());
        while (now.threads() > before.threads() + SPARE_THREADS && System.nanoTime() - start < SETTLING.toNanos()) {
            Thread.sleep(5_000);
            now = JvmMemory.of(gateway.process());
        }
        System.out.println(
                "after " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s: " + now);
        expect(now.threads() <= before.threads() + SPARE_THREADS, "the threads are gone");
        return now;
    }

    private void warmUp() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        for (int i = 0; i < WARM_UP_ROUNDS; ) {
            gateway.requireAlive();
            Streams streams =
                    new Streams(i == 0 ? 1 : WARM_UP_STREAMS, WARM_UP, gateway.port(), proxied("/v1/warm-up"));
            streams.start(i == 0 ? 0 : Duration.ofSeconds(1).toNanos());
            streams.await(START.toSeconds());
            if (streams.errors().isEmpty()) {
                i++;
            } else if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The gateway does not answer: " + streams.errors());
            } else {
                Thread.sleep(200);
            }
        }
    }

    private Streams streams(String name, int port, byte[] request) throws IOException, InterruptedException {
        Streams streams = new Streams(options.streams(), options.stream(), port, request);
        long start = System.nanoTime();
        streams.start(options.ramp().toNanos());
        Thread.sleep(options.ramp().plus(options.streamLength()).toMillis() / 2);
        int open = streams.open();
        if (port == gateway.port()) {
            System.out.println("during: " + JvmMemory.of(gateway.process()));
        }
        boolean ended =
                streams.await(options.ramp().plus(options.streamLength()).toSeconds() + 120);
        System.out.printf(
                Locale.ROOT,
                "%s: %d streams, %d open at the same time, %.1f s; first event: p50 %.2f ms, p99 %.2f ms; errors: %s%n",
                name,
                options.streams(),
                open,
                (System.nanoTime() - start) / 1e9,
                streams.firstEventMillis(50),
                streams.firstEventMillis(99),
                streams.errors());
        expect(ended && streams.errors().isEmpty(), name + ": every stream is complete and in order");
        expect(
                options.ramp().compareTo(options.streamLength().dividedBy(2)) > 0 || open == options.streams(),
                name + ": all streams were open at the same time");
        return streams;
    }

    private void slowClients() throws IOException, InterruptedException {
        JvmMemory before = JvmMemory.of(gateway.process());
        System.out.println("before slow clients: " + before);
        long most = 0;
        try (SlowClients clients = new SlowClients()) {
            clients.start(options.slowClients(), gateway.port(), proxied("/v1/flood"));
            long end = System.nanoTime() + options.slowFor().toNanos();
            while (System.nanoTime() < end) {
                Thread.sleep(Math.max(1000, options.slowFor().toMillis() / 6));
                JvmMemory now = JvmMemory.of(gateway.process());
                most = Math.max(most, now.heapKilobytes());
                System.out.printf(
                        "%d slow clients: %s; the provider sent %d MB, they took %d MB%n",
                        options.slowClients(), now, floodBytes.get() >> 20, clients.taken() >> 20);
            }
            expect(clients.errors().isEmpty(), "no slow client was cut off " + clients.errors());
        }
        expect(
                most - before.heapKilobytes() < HEAP_GROWTH_KILOBYTES,
                "slow clients do not fill the heap, within " + (HEAP_GROWTH_KILOBYTES >> 10) + " MB");
        long sent = floodBytes.get();
        expect(
                sent < (long) options.slowClients() * FLOOD.events() * FLOOD.bytes() / 2,
                "the provider was held back: it sent " + (sent >> 20) + " MB");
        Thread.sleep(5000);
        System.out.println("after slow clients: " + JvmMemory.of(gateway.process()));
        Streams again = new Streams(100, WARM_UP, gateway.port(), proxied("/v1/warm-up"));
        again.start(0);
        expect(again.await(60) && again.errors().isEmpty(), "it serves as before afterwards");
    }

    private void expect(boolean right, String what) {
        System.out.println((right ? "ok      " : "NOT OK  ") + what);
        failed |= !right;
    }
}
