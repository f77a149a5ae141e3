package io.gptload.client.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gptload.client.event.KeyRef;
import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which models were served lately, and by whom: tells a model that one key may not use from one that does not exist.
 * Looking for the model in every request's body would cost more than everything else the engine does, so after the first
 * calls only a sample is noted, a smaller one while it brings no news, besides those whose model is known anyway. Thread-safe.
 */
final class ServedModels {

    private static final int MAX_MODELS = 1000;
    private static final Duration MEMORY = Duration.ofHours(24);
    private static final int ALL_UNTIL = 128;
    private static final int SAMPLE_MASK = 15;
    private static final int SMALL_SAMPLE_MASK = 127;
    private static final int SETTLED_AFTER = 64;
    private static final String SEVERAL = "";

    private final Cache<String, String> servedBy;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger withoutNews = new AtomicInteger();

    ServedModels(TimeSource time) {
        servedBy = Caffeine.newBuilder()
                .maximumSize(MAX_MODELS)
                .expireAfterWrite(MEMORY)
                .ticker(time::nanoTime)
                .executor(Runnable::run)
                .build();
    }

    /** Whether the model of this successful call is worth looking for. */
    boolean wanted() {
        int call = calls.getPlain();
        calls.setPlain(call + 1); // a lost count shifts the sample, no more
        int mask = withoutNews.getPlain() < SETTLED_AFTER ? SAMPLE_MASK : SMALL_SAMPLE_MASK;
        return (call >= 0 && call < ALL_UNTIL) || (call & mask) == 0;
    }

    void note(String model, KeyRef key) {
        String before = servedBy.getIfPresent(model);
        if (before == null || !(before.equals(SEVERAL) || before.equals(key.hash()))) {
            servedBy.put(model, before == null ? key.hash() : SEVERAL);
            withoutNews.setPlain(0);
        } else if (withoutNews.getPlain() < SETTLED_AFTER) {
            withoutNews.setPlain(withoutNews.getPlain() + 1);
        }
    }

    /** Whether another key than this one served that model. */
    boolean byAnother(String model, KeyRef key) {
        String by = servedBy.getIfPresent(model);
        return by != null && !by.equals(key.hash());
    }
}
