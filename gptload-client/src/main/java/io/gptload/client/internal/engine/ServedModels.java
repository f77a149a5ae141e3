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
 * calls only a sample is noted, a smaller one the longer it brings no news, besides those whose model is known anyway. Thread-safe.
 */
final class ServedModels {

    private static final int MAX_MODELS = 1000;
    private static final Duration MEMORY = Duration.ofHours(24);
    private static final int ALL_UNTIL = 128;
    private static final int[] SAMPLES = {16, 128, 1024};
    private static final int NOTES_OF_A_SAMPLE = 64;
    private static final int SETTLED = NOTES_OF_A_SAMPLE * (SAMPLES.length - 1);
    private static final String SEVERAL = "";

    private final Late<Cache<String, String>> servedBy;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger withoutNews = new AtomicInteger();

    ServedModels(TimeSource time) {
        servedBy = new Late<>(() -> Caffeine.newBuilder()
                .maximumSize(MAX_MODELS)
                .expireAfterWrite(MEMORY)
                .ticker(time::nanoTime)
                .executor(Runnable::run)
                .build());
    }

    /** Whether the model of this successful call is worth looking for. */
    boolean wanted() {
        int call = calls.getPlain();
        calls.setPlain(call + 1); // a lost count shifts the sample, no more
        int sample = SAMPLES[withoutNews.getPlain() / NOTES_OF_A_SAMPLE];
        return (call >= 0 && call < ALL_UNTIL) || (call & sample - 1) == 0;
    }

    void note(String model, KeyRef key) {
        String before = servedBy.get().getIfPresent(model);
        if (before == null || !(before.equals(SEVERAL) || before.equals(key.hash()))) {
            servedBy.get().put(model, before == null ? key.hash() : SEVERAL);
            withoutNews.setPlain(0);
        } else {
            withoutNews.setPlain(Math.min(withoutNews.getPlain() + 1, SETTLED));
        }
    }

    /** Whether another key than this one served that model. */
    boolean byAnother(String model, KeyRef key) {
        String by = servedBy.get().getIfPresent(model);
        return by != null && !by.equals(key.hash());
    }
}
