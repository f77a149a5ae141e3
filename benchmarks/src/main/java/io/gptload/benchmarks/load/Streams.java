package io.gptload.benchmarks.load;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** Many streams at once, each read and checked by a thread of its own. */
final class Streams {

    private static final int STACK = 256 << 10;
    private static final int TIMEOUT_MILLIS = 60_000;

    private final NumberedStream expected;
    private final byte[] request;
    private final int port;
    private final AtomicLongArray firstByteNanos;
    private final AtomicInteger begun = new AtomicInteger();
    private final Map<String, AtomicInteger> errors = new ConcurrentHashMap<>();
    private final CountDownLatch open;

    Streams(int count, NumberedStream expected, int port, byte[] request) {
        this.expected = expected;
        this.request = request;
        this.port = port;
        this.firstByteNanos = new AtomicLongArray(count);
        this.open = new CountDownLatch(count);
    }

    /** Starts them evenly over a time. */
    void start(long rampNanos) {
        long start = System.nanoTime();
        for (int i = 0; i < firstByteNanos.length(); i++) {
            int index = i;
            long due = start + rampNanos / firstByteNanos.length() * i;
            Thread thread = new Thread(null, () -> run(index, due), "stream-" + i, STACK);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run(int index, long due) {
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
        try (PlainConnection connection = new PlainConnection(port, TIMEOUT_MILLIS)) {
            long sent = System.nanoTime();
            connection.send(request);
            AnswerHead head = connection.head();
            if (head.status() != 200) {
                throw new IOException("Status " + head.status());
            }
            expected.verify(connection.body(head), event -> {
                if (event == 1) {
                    firstByteNanos.set(index, System.nanoTime() - sent);
                    begun.incrementAndGet();
                }
            });
        } catch (IOException | RuntimeException e) {
            errors.computeIfAbsent(String.valueOf(e.getMessage()), each -> new AtomicInteger())
                    .incrementAndGet();
        } finally {
            open.countDown();
        }
    }

    /** How many streams got their first event and are not over yet. */
    int open() {
        return (int) Math.min(begun.get(), open.getCount());
    }

    /** Waits for the end of all. */
    boolean await(long seconds) throws InterruptedException {
        return open.await(seconds, TimeUnit.SECONDS);
    }

    /** Time from the request to the first event, in ms, below which this part of the streams was. */
    double firstEventMillis(double percent) {
        long[] times = new long[firstByteNanos.length()];
        Arrays.setAll(times, firstByteNanos::get);
        long[] known = Arrays.stream(times).filter(time -> time > 0).sorted().toArray();
        return known.length == 0 ? Double.NaN : Spread.percentile(known, percent) / 1e6;
    }

    /** What went wrong, and how often. */
    Map<String, AtomicInteger> errors() {
        return errors;
    }
}
