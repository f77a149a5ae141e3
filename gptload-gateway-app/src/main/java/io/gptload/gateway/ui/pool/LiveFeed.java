package io.gptload.gateway.ui.pool;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.gateway.catalog.PoolWatcher;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells the pages that are open that something in the pool changed, at most twice a second; they ask for what it is. Calls
 * that change nothing cost nothing here. Thread-safe.
 */
@Component
class PoolFeed implements PoolWatcher, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PoolFeed.class);
    private static final Duration CONNECTION =
            Duration.ofMinutes(10); // who is signed out meanwhile is not let in again
    private static final long INTERVAL_MILLIS = 500;
    private static final int BEATS = 30; // intervals without news after which a sign of life is sent

    private final Set<SseEmitter> watchers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean changed = new AtomicBoolean();
    private final AtomicBoolean running = new AtomicBoolean();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "gptload-pool-feed");
        thread.setDaemon(true);
        return thread;
    });
    private int silent;

    PoolFeed() {}

    /** One more page that wants to know. */
    SseEmitter watch() {
        SseEmitter watcher = new SseEmitter(CONNECTION.toMillis());
        watcher.onCompletion(() -> watchers.remove(watcher));
        watcher.onTimeout(watcher::complete);
        watcher.onError(error -> watchers.remove(watcher));
        watchers.add(watcher);
        if (!send(watcher, SseEmitter.event().comment("here")) || !running.get()) {
            watcher.complete();
        }
        return watcher;
    }

    @Override
    public boolean wantsCalls() {
        return false;
    }

    @Override
    public void onEvent(GptLoadEvent event) {
        changed.set(true);
    }

    private void tell() {
        boolean news = changed.getAndSet(false);
        silent = news ? 0 : silent + 1;
        if (news || silent % BEATS == 0) {
            for (SseEmitter watcher : watchers) {
                send(
                        watcher,
                        news
                                ? SseEmitter.event().name("pool").data("changed")
                                : SseEmitter.event().comment("still here"));
            }
        }
    }

    private boolean send(SseEmitter watcher, SseEmitter.SseEventBuilder event) {
        try {
            watcher.send(event);
            return true;
        } catch (IOException | RuntimeException e) {
            watchers.remove(watcher); // the page is closed, however the server says so; the others are to be told
            LOG.debug("A page is not watching any more: {}", e.toString());
            return false;
        }
    }

    @Override
    public void start() {
        if (running.compareAndSet(false, true)) {
            sender.scheduleWithFixedDelay(this::tell, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Before the server waits for requests under way to finish: these never would. */
    @Override
    public void stop() {
        running.set(false);
        watchers.forEach(SseEmitter::complete);
        sender.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }
}
