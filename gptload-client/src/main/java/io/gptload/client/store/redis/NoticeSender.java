package io.gptload.client.store.redis;

import io.gptload.client.store.shared.StateNotice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what was queued, many notices at once, on a thread of its own. Thread-safe. */
final class NoticeSender implements Runnable {

    /** How often it shows that it is there when there is nothing to tell. */
    static final long HEARTBEAT_MILLIS = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(RedisChannel.class);
    private static final int MOST_AT_ONCE = 200;

    private final LazyClient client;
    private final String channel;
    private final String node;
    private final BlockingQueue<StateNotice> queue;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final ReconnectPause pause = new ReconnectPause();
    private volatile boolean connected;
    private volatile boolean closing;
    private long number;

    NoticeSender(LazyClient client, String channel, String node, int capacity) {
        this.client = client;
        this.channel = channel;
        this.node = node;
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    void offer(StateNotice notice) {
        if (!queue.offer(notice)) {
            dropped.increment();
            lost.set(true);
        }
    }

    @Override
    public void run() {
        try {
            while (!closing) {
                StateNotice first = queue.poll(HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
                publish(first == null ? List.of() : withMore(first));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connected = false;
    }

    /** No more will be queued; what is there is sent if Redis takes it at once. */
    void finish() {
        closing = true;
    }

    /** Sends what is left, once. Call it when the thread has ended. */
    void sendRest() {
        if (!queue.isEmpty()) {
            List<StateNotice> rest = new ArrayList<>();
            queue.drainTo(rest);
            tryPublish(bulletin(rest));
        }
    }

    private List<StateNotice> withMore(StateNotice first) {
        List<StateNotice> batch = new ArrayList<>();
        batch.add(first);
        queue.drainTo(batch, MOST_AT_ONCE - 1);
        return batch;
    }

    private Bulletin bulletin(List<StateNotice> notices) {
        return new Bulletin(node, ++number, System.currentTimeMillis(), lost.getAndSet(false), notices);
    }

    /** Sends it however long Redis is away: what comes meanwhile waits in the queue. */
    private void publish(List<StateNotice> notices) throws InterruptedException {
        Bulletin bulletin = bulletin(notices);
        while (!tryPublish(bulletin) && !closing) {
            pause.await();
        }
    }

    private boolean tryPublish(Bulletin bulletin) {
        try {
            client.get().publish(channel, BulletinText.write(bulletin));
            sent.add(bulletin.notices().size());
            if (!connected) {
                LOG.info("Redis takes notices");
            }
            connected = true;
            pause.reset();
            return true;
        } catch (RuntimeException e) {
            if (connected || number == 1) {
                LOG.warn("Redis takes no notices, others read the database instead: {}", Causes.of(e));
            }
            connected = false;
            return false;
        }
    }

    boolean connected() {
        return connected;
    }

    long sent() {
        return sent.sum();
    }

    long dropped() {
        return dropped.sum();
    }
}
