package io.gptload.gateway.ui.pool;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.gateway.admin.task.TaskMoved;
import io.gptload.gateway.catalog.PoolWatcher;
import io.gptload.gateway.web.ApiException;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells the pages that are open what changed, the pool or a task, at most twice a second; they ask for what it is. Calls that
 * change nothing cost nothing here. A stream ends with the session it was opened in. Thread-safe.
 */
@Component
class LiveFeed implements PoolWatcher, HttpSessionListener, SmartLifecycle {

    /** How many pages may watch at once; more ask from time to time instead. */
    static final int MOST_WATCHERS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final Duration CONNECTION =
            Duration.ofMinutes(10); // who is signed out meanwhile is not let in again
    private static final long INTERVAL_MILLIS = 500;
    private static final int BEATS = 30; // intervals without news after which a sign of life is sent

    private final Map<SseEmitter, String> sessionByWatcher = new ConcurrentHashMap<>();
    private final AtomicBoolean poolChanged = new AtomicBoolean();
    private final Set<Long> movedTasks = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean running = new AtomicBoolean();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "gptload-live-feed");
        thread.setDaemon(true);
        return thread;
    });
    private int silent;

    LiveFeed() {}

    /**
     * One more page that wants to know.
     *
     * @param session the stream ends with it
     * @throws ApiException 503 if there are too many
     */
    SseEmitter watch(String session) {
        if (sessionByWatcher.size() >= MOST_WATCHERS) {
            throw new ApiException(503, "OVERLOADED", "error.too_many_watchers");
        }
        SseEmitter watcher = new SseEmitter(CONNECTION.toMillis());
        watcher.onCompletion(() -> sessionByWatcher.remove(watcher));
        watcher.onTimeout(watcher::complete);
        watcher.onError(error -> sessionByWatcher.remove(watcher));
        sessionByWatcher.put(watcher, session);
        if (!send(watcher, SseEmitter.event().comment("here")) || !running.get()) {
            watcher.complete();
        }
        return watcher;
    }

    /** How many pages are watching. */
    int watchers() {
        return sessionByWatcher.size();
    }

    @Override
    public boolean wantsCalls() {
        return false;
    }

    @Override
    public void onEvent(GptLoadEvent event) {
        poolChanged.set(true);
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE) // others may take their time
    void onTask(TaskMoved moved) {
        movedTasks.add(moved.groupId());
    }

    /** Whoever signs out, or is silent for too long, is not told anything any more, in no tab. */
    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        String session = event.getSession().getId();
        sessionByWatcher.forEach((watcher, of) -> {
            if (of.equals(session)) {
                send(watcher, SseEmitter.event().name("end").data("signed out"));
                watcher.complete();
            }
        });
    }

    private void tell() {
        List<SseEmitter.SseEventBuilder> news = new ArrayList<>();
        if (poolChanged.getAndSet(false)) {
            news.add(SseEmitter.event().name("pool").data("changed"));
        }
        for (Long group : movedTasks) {
            movedTasks.remove(group); // first, so that no later step is missed
            news.add(SseEmitter.event().name("task").data(group.toString()));
        }
        silent = news.isEmpty() ? silent + 1 : 0;
        if (news.isEmpty() && silent % BEATS == 0) {
            news.add(SseEmitter.event().comment("still here"));
        }
        for (SseEmitter.SseEventBuilder one : news) {
            Set<ResponseBodyEmitter.DataWithMediaType> text = one.build();
            sessionByWatcher.keySet().forEach(watcher -> send(watcher, text));
        }
    }

    private boolean send(SseEmitter watcher, SseEmitter.SseEventBuilder event) {
        return send(watcher, event.build());
    }

    private boolean send(SseEmitter watcher, Set<ResponseBodyEmitter.DataWithMediaType> text) {
        try {
            watcher.send(text);
            return true;
        } catch (IOException | RuntimeException e) {
            sessionByWatcher.remove(
                    watcher); // the page is closed, however the server says so; the others are to be told
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
        sessionByWatcher.keySet().forEach(SseEmitter::complete);
        sender.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }
}
