package io.gptload.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what keys used up in their windows. Guarded by its own monitor. */
final class LimitCounters {
    private final Map<Counter, Usage> usages = new HashMap<>();

    private record Counter(RateLimit.Unit unit, boolean account, String subject, String model) {}

    private record Usage(Instant start, long used) {}

    /** Charges the request to all limits of the key, or to none if one of them does not allow it. */
    synchronized Admission admit(SimulatedKey key, String model, long tokens, Instant now) {
        List<Reading> readings = new ArrayList<>();
        Reading exhausted = null;
        for (RateLimit limit : key.limits()) {
            Usage usage = current(counter(key, limit, model), limit, now);
            long used = usage == null ? 0 : usage.used;
            boolean refused = used + cost(limit, tokens) > limit.amount();
            // What exceeds even an untouched window is told to come back a window later.
            Reading reading = refused && usage == null
                    ? new Reading(limit, limit.amount(), limit.window())
                    : reading(limit, usage, now);
            readings.add(reading);
            if (refused && (exhausted == null || reading.reset().compareTo(exhausted.reset()) > 0)) {
                exhausted = reading;
            }
        }
        return exhausted == null ? charge(key, model, tokens, now) : new Admission(readings, exhausted);
    }

    /** Starts the windows of a key's limits, with nothing left of them. */
    synchronized void exhaust(SimulatedKey key, Instant now) {
        if (!key.scope().perModel()) {
            key.limits().forEach(limit -> usages.put(counter(key, limit, ""), new Usage(now, limit.amount())));
        }
    }

    /** Forgets what the key itself used; counters of accounts stay. */
    synchronized void forget(String key) {
        usages.keySet().removeIf(counter -> !counter.account && counter.subject.equals(key));
    }

    synchronized void clear() {
        usages.clear();
    }

    private Admission charge(SimulatedKey key, String model, long tokens, Instant now) {
        List<Reading> readings = new ArrayList<>();
        for (RateLimit limit : key.limits()) {
            Counter counter = counter(key, limit, model);
            Usage before = current(counter, limit, now);
            Usage after = before == null
                    ? new Usage(now, cost(limit, tokens))
                    : new Usage(before.start, before.used + cost(limit, tokens));
            usages.put(counter, after);
            readings.add(reading(limit, after, now));
        }
        return new Admission(readings, null);
    }

    private @Nullable Usage current(Counter counter, RateLimit limit, Instant now) {
        Usage usage = usages.get(counter);
        return usage == null || !now.isBefore(usage.start.plus(limit.window())) ? null : usage;
    }

    private static Reading reading(RateLimit limit, @Nullable Usage usage, Instant now) {
        if (usage == null) {
            return new Reading(limit, limit.amount(), Duration.ZERO);
        }
        Duration reset = Duration.between(now, usage.start.plus(limit.window()));
        return new Reading(limit, Math.max(0, limit.amount() - usage.used), reset);
    }

    private static Counter counter(SimulatedKey key, RateLimit limit, String model) {
        String account = key.scope().perAccount() ? key.account() : null;
        String subject = account == null ? key.value() : account;
        return new Counter(limit.unit(), account != null, subject, key.scope().perModel() ? model : "");
    }

    private static long cost(RateLimit limit, long tokens) {
        return limit.unit() == RateLimit.Unit.REQUESTS ? 1 : tokens;
    }
}
