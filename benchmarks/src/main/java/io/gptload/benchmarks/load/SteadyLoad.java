package io.gptload.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Load at a fixed rate. Every connection has a timetable; latency counts from the time in it, also when the answer before was
 * late.
 */
record SteadyLoad(int perSecond, int connections, Duration duration) {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /**
     * Puts one target under load.
     *
     * @throws IllegalStateException if an answer is not the right one, or there were fewer than intended
     */
    Round run(Endpoint endpoint, ProcessUsage usage) throws IOException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            long before = usage.cpuMicros();
            long start = System.nanoTime() + NANOS_PER_SECOND / 10;
            List<Future<long[]>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                long first = start + i * NANOS_PER_SECOND / perSecond;
                running.add(threads.submit(() -> connection(endpoint, first)));
            }
            List<long[]> done = new ArrayList<>();
            for (Future<long[]> each : running) {
                done.add(each.get());
            }
            double seconds = (System.nanoTime() - start) / (double) NANOS_PER_SECOND;
            long cpu = usage.cpuMicros() - before;
            long[] latencies =
                    done.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Round(
                    latencies.length / seconds,
                    (double) cpu / latencies.length,
                    millis(latencies, 50),
                    millis(latencies, 95),
                    millis(latencies, 99));
        } finally {
            threads.shutdownNow();
        }
    }

    private static double millis(long[] sorted, double percent) {
        return Spread.percentile(sorted, percent) / 1e6;
    }

    private long[] connection(Endpoint endpoint, long first) throws IOException {
        byte[] request = endpoint.request();
        byte[] expected = endpoint.expected();
        long interval = connections * NANOS_PER_SECOND / perSecond;
        long[] latencies = new long[(int) (duration.toNanos() / interval)];
        try (PlainConnection connection = endpoint.connect()) {
            for (int i = 0; i < latencies.length; i++) {
                long due = first + i * interval;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                connection.send(request);
                PlainAnswer answer = connection.answer();
                latencies[i] = System.nanoTime() - due;
                endpoint.check(answer, expected);
            }
        }
        return latencies;
    }
}
