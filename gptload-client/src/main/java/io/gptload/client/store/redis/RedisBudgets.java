package io.gptload.client.store.redis;

import io.gptload.client.state.BudgetSlices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;

/**
 * Takes slices of budgets on a thread of its own, many in one go. Each window is a counter in Redis of what all processes took,
 * which a script never lets exceed the limit, and which expires after the window. Thread-safe.
 */
final class RedisBudgets implements BudgetSlices, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisChannel.class);
    private static final int MOST_AT_ONCE = 500;
    private static final Duration KEPT_LONGER = Duration.ofMinutes(1);

    /** Counter; limit, wanted, milliseconds to keep it. Answers how much was taken. */
    private static final String TAKE = "local left = tonumber(ARGV[1]) - tonumber(redis.call('GET', KEYS[1]) or '0') "
            + "local taken = math.min(left, tonumber(ARGV[2])) "
            + "if taken <= 0 then return 0 end "
            + "redis.call('INCRBY', KEYS[1], string.format('%.0f', taken)) "
            + "redis.call('PEXPIRE', KEYS[1], ARGV[3]) "
            + "return taken";

    private final LazyClient client;
    private final String prefix;
    private final IntSupplier processes;
    private final BlockingQueue<Task> queue;
    private final LongAdder taken = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private boolean works = true;
    private volatile boolean closing;

    /** To take a slice, or to forget a window if there is no request. */
    private record Task(String window, @Nullable Request request) {

        void fail() {
            if (request != null) {
                request.failed();
            }
        }
    }

    RedisBudgets(LazyClient client, String prefix, int capacity, IntSupplier processes) {
        this.client = client;
        this.prefix = prefix;
        this.processes = processes;
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    @Override
    public void ask(Request request) {
        enqueue(new Task(request.window(), request));
    }

    @Override
    public void forget(String window) {
        enqueue(new Task(window, null));
    }

    private void enqueue(Task task) {
        if (closing || !queue.offer(task)) {
            failed.increment();
            task.fail();
        }
    }

    @Override
    public void run() {
        try {
            while (!closing) {
                List<Task> batch = new ArrayList<>();
                batch.add(queue.take());
                queue.drainTo(batch, MOST_AT_ONCE - 1);
                carryOut(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** No more is taken. */
    void finish() {
        closing = true;
    }

    private void carryOut(List<Task> batch) {
        List<@Nullable Response<?>> answers = new ArrayList<>();
        try (AbstractPipeline pipeline = client.get().pipelined()) {
            batch.forEach(task -> answers.add(send(pipeline, task)));
            pipeline.sync();
            works(null);
        } catch (RuntimeException e) {
            works(e);
        }
        for (int i = 0; i < batch.size(); i++) {
            answered(batch.get(i), i < answers.size() ? answers.get(i) : null);
        }
    }

    private Response<?> send(AbstractPipeline pipeline, Task task) {
        String counter = prefix + "{" + task.window + "}";
        Request request = task.request;
        if (request == null) {
            return pipeline.del(counter);
        }
        Duration left = Duration.between(Instant.now(), request.until());
        long keep = Math.max(0, left.toMillis()) + KEPT_LONGER.toMillis();
        return pipeline.eval(
                TAKE,
                List.of(counter),
                List.of(String.valueOf(request.limit()), String.valueOf(request.amount()), String.valueOf(keep)));
    }

    private void answered(Task task, @Nullable Response<?> answer) {
        Object value;
        try {
            value = answer == null ? null : answer.get();
        } catch (RuntimeException e) { // no answer came, or this one is an error
            LOG.debug("A slice of a budget was not taken: {}", Causes.of(e));
            value = null;
        }
        if (!(value instanceof Long amount)) {
            failed.increment();
            task.fail();
        } else if (task.request != null) {
            taken.increment();
            task.request.granted(amount);
        }
    }

    private void works(@Nullable RuntimeException failure) {
        if (failure != null && works && !closing) {
            LOG.warn(
                    "Redis gives no slices of budgets, each node goes on with an equal share of them: {}",
                    Causes.of(failure));
        } else if (failure == null && !works) {
            LOG.info("Redis gives slices of budgets again");
        }
        works = failure == null;
    }

    @Override
    public int processes() {
        return Math.max(1, processes.getAsInt());
    }

    @Override
    public Figures figures() {
        return new Figures(taken.sum(), failed.sum());
    }
}
