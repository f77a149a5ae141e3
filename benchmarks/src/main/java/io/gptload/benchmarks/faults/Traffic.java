package io.gptload.benchmarks.faults;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Clients that call each node again and again. One whose connection is refused by a gateway tries the other gateway, as a load
 * balancer does, and nothing else is ever sent twice.
 */
final class Traffic implements AutoCloseable {

    private static final int CLIENTS = 3;

    private final Pool pool;
    private final String group;
    private final long pauseMillis;
    private final AtomicLong numbers = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder requests = new LongAdder();
    private final LongAdder moved = new LongAdder();
    private final LongAdder cut = new LongAdder();
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
    private final Set<Long> answered = ConcurrentHashMap.newKeySet();
    private final AtomicLong slowestNanos = new AtomicLong();
    private volatile boolean over;
    private volatile @Nullable Node killed;

    /** @param perSecond calls of all clients together, about */
    Traffic(Pool pool, String group, int perSecond) {
        this.pool = pool;
        this.group = group;
        this.pauseMillis = Math.max(1, 1000L * CLIENTS * pool.nodes().size() / perSecond);
        for (Node node : pool.nodes()) {
            for (int i = 0; i < CLIENTS; i++) {
                Thread thread = new Thread(() -> call(node), "client of " + node);
                thread.setDaemon(true);
                threads.add(thread);
                thread.start();
            }
        }
    }

    private void call(Node node) {
        try {
            while (!over) {
                once(group, node);
                Thread.sleep(pauseMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once(String target, Node node) throws InterruptedException {
        int status = call(target, node).status();
        if (status != 200 && status != CUT) {
            errors.computeIfAbsent("status " + status + " of " + node, what -> new LongAdder())
                    .increment();
        }
    }

    private static final int CUT = -1;
    private static final int FAILED = 0;

    /** A call as it ended. @param status 0 for one that failed without an answer, -1 for one that was on a killed node */
    record Ended(long number, int status) {}

    /** One call, counted with the others; its status is not judged. */
    Ended call(String target, Node node) throws InterruptedException {
        long number = numbers.incrementAndGet();
        requests.increment();
        long begun = System.nanoTime();
        Node asked = node;
        try {
            int status;
            try {
                status = node.call(target, number);
            } catch (ConnectException e) {
                if (!node.isGateway()) {
                    throw e;
                }
                moved.increment();
                asked = node == pool.gateway(1) ? pool.gateway(2) : pool.gateway(1);
                status = asked.call(target, number);
            }
            if (asked.isGateway()) {
                answered.add(number);
            }
            return new Ended(number, status);
        } catch (IOException e) {
            if (asked == killed) {
                cut.increment();
                return new Ended(number, CUT);
            }
            errors.computeIfAbsent(
                            e.getClass().getSimpleName() + " of " + asked + ": " + e.getMessage(),
                            what -> new LongAdder())
                    .increment();
            return new Ended(number, FAILED);
        } finally {
            slowestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
        }
    }

    /** Calls that break on that node from now on are cut; null for none. */
    void killing(@Nullable Node node) {
        killed = node;
    }

    /** What happened since the last report. */
    Report report() {
        Map<String, Long> failed = new TreeMap<>();
        errors.forEach((what, count) -> failed.put(what, count.sum()));
        failed.values().removeIf(count -> count == 0);
        errors.clear();
        Set<Long> numbersAnswered = Set.copyOf(answered);
        answered.removeAll(numbersAnswered);
        return new Report(
                requests.sumThenReset(),
                moved.sumThenReset(),
                cut.sumThenReset(),
                failed,
                numbersAnswered,
                slowestNanos.getAndSet(0) / 1_000_000);
    }

    /**
     * Calls since the last report.
     *
     * @param moved those refused by one gateway and taken by the other
     * @param cut those under way on a node when it was killed
     * @param errors all others that failed, by what happened
     * @param answered the numbers of those a gateway answered
     */
    record Report(
            long requests, long moved, long cut, Map<String, Long> errors, Set<Long> answered, long slowestMillis) {}

    @Override
    public void close() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
