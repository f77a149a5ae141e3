package io.gptload.client.store.jdbc;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;

/** What tests of the writers share. */
abstract class WriterContract extends StoreContract {

    static final Duration NEVER = Duration.ofDays(1);

    final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);

    @AfterEach
    void stopScheduler() {
        scheduler.shutdownNow();
    }

    RequestLogWriter logs(Duration interval, int capacity) {
        return new RequestLogWriter(store, KeyHashResolver.SAME, scheduler, interval, capacity);
    }

    KeyStateWriter states(Duration interval) {
        return new KeyStateWriter(store, KeyHashResolver.SAME, "node", scheduler, interval);
    }

    GptLoadEvent invalidated(String secret) {
        return new GptLoadEvent.KeyInvalidated(time.instant(), "a", KeyRef.of(secret), 3, "rule");
    }
}
