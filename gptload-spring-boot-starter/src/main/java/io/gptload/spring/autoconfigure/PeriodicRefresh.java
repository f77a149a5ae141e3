package io.gptload.spring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/** Refreshes every so often. What cannot be used is told of, and what was in force stays. */
final class PeriodicRefresh implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(PeriodicRefresh.class);

    private final GptLoadRefresher refresher;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "gptload-refresh");
        thread.setDaemon(true);
        return thread;
    });

    PeriodicRefresh(GptLoadRefresher refresher, Duration interval) {
        this.refresher = refresher;
        timer.scheduleWithFixedDelay(this::refresh, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void refresh() {
        try {
            GptLoadRefresher.Changes changes = refresher.refresh();
            if (!changes.isEmpty()) {
                LOG.info("Groups were brought in line with the properties: {}", changes);
            }
        } catch (RuntimeException e) {
            LOG.warn("The properties were not taken over: {}", e.getMessage());
        }
    }

    @Override
    public void destroy() {
        timer.shutdownNow();
    }
}
