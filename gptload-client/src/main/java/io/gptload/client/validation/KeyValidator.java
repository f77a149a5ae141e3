package io.gptload.client.validation;

import io.gptload.client.Explanation;
import io.gptload.client.StandardGroup;
import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Tries the keys that are out of rotation for reasons only a call can settle: the invalid ones, and those whose quota was
 * used up. A key that works is active again with a clean record; one that does not stays as it is. Of several groups at a
 * time, not more keys are tried at once than it was made for. Thread-safe.
 */
public final class KeyValidator implements AutoCloseable {

    private static final int FEWEST_FAILURES = 10;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    /** @param atOnce the most keys tried at once, over all groups; 1 or more */
    public KeyValidator(int atOnce) {
        this.threads = new ThreadPoolExecutor(
                atOnce, atOnce, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "gptload-validation");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** The keys of a group that are worth a try now. */
    public static List<KeyRef> worthTrying(StandardGroup group) {
        return group.explain(null).keys().stream()
                .filter(key -> key.state() == Explanation.State.INVALID
                        || key.state() == Explanation.State.COOLING && key.cause() == Category.QUOTA_EXHAUSTED)
                .map(Explanation.Key::key)
                .toList();
    }

    /**
     * Tries the keys of a group that are worth it, in no particular order, and returns when that is done. Gives up when the
     * upstream fails for one key after the other: asking about the rest would only add to its troubles.
     *
     * @param prober asks about keys of that group
     * @param atOnce the most keys of this group tried at once; 1 or more
     * @param wanted which keys may be tried
     */
    public ValidationResult validate(StandardGroup group, KeyProber prober, int atOnce, Predicate<KeyRef> wanted) {
        List<KeyRef> keys =
                new ArrayList<>(worthTrying(group).stream().filter(wanted).toList());
        Collections.shuffle(keys);
        Round round = new Round(prober, atOnce);
        for (KeyRef key : keys) {
            if (!round.begin(key)) {
                break;
            }
        }
        round.finish();
        return new ValidationResult(round.tried.get(), round.good.get(), round.tried.get() == keys.size());
    }

    /** Takes no more keys. What is under way is for the probers to cancel. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private final class Round {

        private final KeyProber prober;
        private final int atOnce;
        private final Semaphore free;
        private final AtomicInteger tried = new AtomicInteger();
        private final AtomicInteger good = new AtomicInteger();
        private final AtomicInteger failuresInARow = new AtomicInteger();

        Round(KeyProber prober, int atOnce) {
            this.prober = prober;
            this.atOnce = atOnce;
            this.free = new Semaphore(atOnce);
        }

        /** @return whether it makes sense to go on */
        boolean begin(KeyRef key) {
            try {
                free.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            if (failuresInARow.get() >= Math.max(FEWEST_FAILURES, atOnce)) {
                free.release();
                return false;
            }
            try {
                threads.execute(() -> tryOne(key));
                return true;
            } catch (RejectedExecutionException e) {
                free.release();
                return false; // closed
            }
        }

        private void tryOne(KeyRef key) {
            try {
                KeyVerdict verdict = prober.test(key);
                tried.incrementAndGet();
                if (verdict.kind() == KeyVerdict.Kind.UNKNOWN) {
                    failuresInARow.incrementAndGet();
                } else {
                    failuresInARow.set(0);
                }
                if (verdict.valid()) {
                    good.incrementAndGet();
                }
            } finally {
                free.release();
            }
        }

        /** Waits for those under way; each ends by its own timeout, and none that was dropped on closing ever does. */
        void finish() {
            try {
                while (!free.tryAcquire(atOnce, 1, TimeUnit.SECONDS)) {
                    if (threads.isTerminated()) {
                        return;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
