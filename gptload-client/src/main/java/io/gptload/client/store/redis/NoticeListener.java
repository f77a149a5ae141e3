package io.gptload.client.store.redis;

import io.gptload.client.store.shared.StateChannel.Receiver;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.JedisPubSub;

/** Takes what others publish, on a thread of its own, and notices when something is missing. Thread-safe. */
final class NoticeListener implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisChannel.class);
    private static final int MOST_NODES = 1000;

    private final LazyClient client;
    private final String channel;
    private final String node;
    private final Receiver receiver;
    private final Map<String, Long> lastNumbers = new HashMap<>(); // of the listening thread alone
    private final KnownNodes nodes = new KnownNodes();
    private final LongAdder received = new LongAdder();
    private final LongAdder gaps = new LongAdder();
    private final ReconnectPause pause = new ReconnectPause();
    private volatile long lagMillis;
    private volatile boolean connected;
    private volatile boolean closing;
    private volatile @Nullable Subscription subscription;

    NoticeListener(LazyClient client, String channel, String node, Receiver receiver) {
        this.client = client;
        this.channel = channel;
        this.node = node;
        this.receiver = receiver;
    }

    @Override
    public void run() {
        try {
            boolean first = true;
            while (!closing) {
                listen(first);
                first = false;
                if (!closing) {
                    pause.await();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(boolean first) {
        try {
            Subscription listening = new Subscription();
            subscription = listening;
            client.get().subscribe(listening, channel);
        } catch (RuntimeException e) {
            if (!closing && (connected || first)) {
                LOG.warn("Redis brings no notices, the database is read instead: {}", Causes.of(e));
            }
        }
        connected = false;
    }

    /** Stops listening; the thread may be interrupted then. */
    void finish() {
        closing = true;
        Subscription listening = subscription;
        if (listening != null && connected) {
            try {
                listening.unsubscribe();
            } catch (RuntimeException e) {
                LOG.debug("The connection was gone already", e);
            }
        }
    }

    private void take(String message) {
        Bulletin bulletin = BulletinText.read(message);
        if (bulletin != null) {
            nodes.heard(bulletin.node());
        }
        if (bulletin == null || bulletin.node().equals(node)) {
            return;
        }
        Long last = lastNumbers.get(bulletin.node());
        if (last != null && bulletin.number() <= last) {
            return; // sent twice, for the sender could not know whether it had gone out
        }
        if (lastNumbers.size() >= MOST_NODES) {
            lastNumbers.clear(); // of processes long gone
        }
        lastNumbers.put(bulletin.node(), bulletin.number());
        lagMillis = Math.max(0, System.currentTimeMillis() - bulletin.sentMillis());
        bulletin.notices().forEach(receiver::received);
        received.add(bulletin.notices().size());
        if (bulletin.lost() || last != null && bulletin.number() > last + 1) {
            gaps.increment();
            receiver.missed();
        }
    }

    /** How many processes were heard of lately, this one included. */
    int nodes() {
        return nodes.count();
    }

    boolean connected() {
        return connected;
    }

    long received() {
        return received.sum();
    }

    long gaps() {
        return gaps.sum();
    }

    long lagMillis() {
        return lagMillis;
    }

    private final class Subscription extends JedisPubSub {

        @Override
        public void onSubscribe(String name, int count) {
            LOG.info("Redis brings notices");
            connected = true;
            pause.reset();
            lastNumbers.clear();
            receiver.missed();
        }

        @Override
        public void onMessage(String name, String message) {
            try {
                take(message);
            } catch (RuntimeException e) {
                LOG.warn("A notice could not be taken over, the database is read instead", e);
                gaps.increment();
                receiver.missed();
            }
        }
    }
}
