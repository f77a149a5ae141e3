package io.gptload.client.internal.pool;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.policy.Category;
import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What failures and successes make of a key, and what there is to tell of it. Each method adds its events to a list. Guarded by
 * the pool's lock.
 */
final class KeyHealth {

    private static final long SAME_NANOS = Duration.ofMillis(500).toNanos();

    private final String group;
    private final TimeSource time;
    private final ReadyIndex index;
    private final CooldownLength length;

    KeyHealth(String group, TimeSource time, ReadyIndex index, DoubleSupplier random) {
        this.group = group;
        this.time = time;
        this.index = index;
        this.length = new CooldownLength(random);
    }

    void succeeded(KeyCell cell, @Nullable String model, long leasedAt, List<GptLoadEvent> events) {
        int before = cell.strikes();
        cell.succeeded(model, leasedAt);
        tellStrikes(cell, before, events);
        endRefuted(cell, model, leasedAt, events);
    }

    void proven(KeyCell cell, @Nullable String model, long leasedAt, List<GptLoadEvent> events) {
        int before = cell.strikes();
        Instant at = time.instant();
        boolean back = cell.proven(model, leasedAt, at.toEpochMilli());
        endRefuted(cell, model, leasedAt, events);
        if (back) {
            cell.wipe(time.nanoTime());
            events.add(new GptLoadEvent.KeyRestored(at, group, cell.ref()));
        } else {
            tellStrikes(cell, before, events);
        }
    }

    /** Ends the cooldowns that a success proves wrong. It proves nothing about a budget, which is no guess. */
    private void endRefuted(KeyCell cell, @Nullable String model, long leasedAt, List<GptLoadEvent> events) {
        end(
                cell,
                cooldown -> leasedAt - cooldown.sinceNanos() >= 0
                        && !cooldown.isBudget()
                        && (cooldown.model() == null || cooldown.model().equals(model)),
                events);
    }

    private void tellStrikes(KeyCell cell, int before, List<GptLoadEvent> events) {
        int now = cell.strikes();
        if (now != before) {
            events.add(new GptLoadEvent.StrikesChanged(time.instant(), group, cell.ref(), now - before, now));
        }
    }

    void cool(
            KeyCell cell,
            @Nullable String model,
            @Nullable Duration told,
            Category cause,
            String ruleId,
            long leasedAt,
            List<GptLoadEvent> events) {
        if (!cell.member || !cell.heeds(leasedAt)) {
            return;
        }
        long now = time.nanoTime();
        long nanos = length.nanos(cause, told, told != null ? 0 : cell.escalate(model, leasedAt, now));
        Cooldown current = cell.cooldown(model);
        if (nanos > 0 && (current == null || longer(now + nanos, current, leasedAt))) {
            Instant at = time.instant();
            Cooldown cooldown = new Cooldown(model, now, at, now + nanos, at.plusNanos(nanos), cause, ruleId);
            index.cooled(cell, cooldown);
            cell.cool(cooldown);
            events.add(new GptLoadEvent.KeyCooled(at, group, cell.ref(), model, cooldown.until(), cause, ruleId));
        }
    }

    /** Of calls that were under way together, a difference within the jitter is none. */
    private static boolean longer(long until, Cooldown current, long leasedAt) {
        long more = until - current.untilNanos();
        return more > (leasedAt - current.sinceNanos() < 0 ? SAME_NANOS : 0);
    }

    void strike(KeyCell cell, int threshold, String ruleId, long leasedAt, List<GptLoadEvent> events) {
        if (!cell.heeds(leasedAt)) {
            return;
        }
        int before = cell.strikes();
        Instant at = time.instant();
        if (cell.strike(threshold, time.nanoTime(), at.toEpochMilli())) {
            events.add(invalidated(cell, ruleId, at));
        } else {
            tellStrikes(cell, before, events);
        }
    }

    void invalidate(KeyCell cell, String ruleId, long leasedAt, List<GptLoadEvent> events) {
        Instant at = time.instant();
        if (cell.heeds(leasedAt) && cell.invalidate(time.nanoTime(), at.toEpochMilli())) {
            events.add(invalidated(cell, ruleId, at));
        }
    }

    private GptLoadEvent invalidated(KeyCell cell, String ruleId, Instant at) {
        cell.because(new Invalidation(at, ruleId));
        return new GptLoadEvent.KeyInvalidated(at, group, cell.ref(), cell.strikes(), ruleId);
    }

    void forgive(KeyCell cell, List<GptLoadEvent> events) {
        int before = cell.strikes();
        Instant at = time.instant();
        if (cell.forgive(at.toEpochMilli())) {
            events.add(new GptLoadEvent.KeyRestored(at, group, cell.ref()));
        } else {
            tellStrikes(cell, before, events);
        }
    }

    void restore(KeyCell cell, List<GptLoadEvent> events) {
        int before = cell.strikes();
        Instant at = time.instant();
        boolean back = cell.restore(time.nanoTime(), at.toEpochMilli());
        end(cell, cooldown -> true, events);
        if (back) {
            events.add(new GptLoadEvent.KeyRestored(at, group, cell.ref()));
        } else {
            tellStrikes(cell, before, events);
        }
    }

    /** Ends cooldowns although nothing proved them wrong: what is found out by calls under way comes too late. */
    void clear(KeyCell cell, Predicate<Cooldown> which, List<GptLoadEvent> events) {
        cell.wipe(time.nanoTime());
        end(cell, which, events);
    }

    void end(KeyCell cell, Predicate<Cooldown> which, List<GptLoadEvent> events) {
        for (Cooldown ended : cell.endCooldowns(which)) {
            Instant at = time.instant();
            if (at.isBefore(ended.until())) {
                cell.ended(ended.model(), at.toEpochMilli());
            }
            events.add(new GptLoadEvent.KeyBack(at, group, cell.ref(), ended.model(), ended.until()));
        }
    }
}
