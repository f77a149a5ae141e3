package io.gptload.client.internal.pool;

import io.gptload.client.policy.Category;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Finds a key to try although none is ready. Guarded by the pool's lock. */
final class LastResort {

    private static final long PROBE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long WORTH_PROBING_NANOS = Duration.ofSeconds(60).toNanos();

    private final ReadyIndex index;
    private long lastProbe;
    private boolean probed;

    LastResort(ReadyIndex index) {
        this.index = index;
    }

    @Nullable
    KeyCell find(long now, @Nullable String model) {
        KeyCell cell = model == null ? null : notPermitted(model);
        return cell == null ? probe(now, model) : cell;
    }

    private @Nullable KeyCell notPermitted(String model) {
        KeyCell cell = index.anyReady();
        Cooldown cooldown = cell == null ? null : cell.cooldown(model);
        return cooldown != null && cooldown.cause() == Category.NOT_PERMITTED ? cell : null;
    }

    /** A budget of ours is no provider's word that may be doubted: keys that rest for one are never probed. */
    private @Nullable KeyCell probe(long now, @Nullable String model) {
        Releases.Entry first = index.firstDoubtful(model);
        if (first == null
                || first.cooldown().untilNanos() - now < WORTH_PROBING_NANOS
                || now - first.cooldown().sinceNanos() < PROBE_NANOS
                || (probed && now - lastProbe < PROBE_NANOS)) {
            return null;
        }
        probed = true;
        lastProbe = now;
        return first.cell();
    }
}
