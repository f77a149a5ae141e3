package io.gptload.gateway.clientkey;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.gptload.client.store.jdbc.ClientUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Counts the calls of one client, whatever becomes of its settings. No lock is taken. Thread-safe. */
final class ClientMeter {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final long clientId;
    private final InstantSource clock;
    private final AtomicReference<UsageDay> today;
    private final List<UsageDay> past = new ArrayList<>();
    private final AtomicReference<@Nullable Instant> lastUsed = new AtomicReference<>();
    private volatile @Nullable AtomicRateLimiter limiter;

    ClientMeter(long clientId, InstantSource clock) {
        this.clientId = clientId;
        this.clock = clock;
        this.today = new AtomicReference<>(new UsageDay(epochDay()));
    }

    long clientId() {
        return clientId;
    }

    private long epochDay() {
        return TimeUnit.MILLISECONDS.toDays(clock.millis());
    }

    /** Seconds until the day of UTC is over; 1 or more. */
    long secondsOfDayLeft() {
        long day = TimeUnit.DAYS.toMillis(1);
        return Math.max(1, (day - clock.millis() % day + 999) / 1000);
    }

    /** The count of this day. */
    UsageDay today() {
        UsageDay current = today.get();
        long now = epochDay();
        while (current.epochDay() < now) {
            UsageDay next = new UsageDay(now);
            if (today.compareAndSet(current, next)) {
                synchronized (past) { // once a day
                    past.add(current);
                }
                return next;
            }
            current = today.get();
        }
        return current;
    }

    /** Days that are over and may hold something to be written. */
    List<UsageDay> past() {
        synchronized (past) {
            return List.copyOf(past);
        }
    }

    /** Forgets a day that is over and written. */
    void forget(UsageDay day) {
        synchronized (past) {
            past.remove(day);
        }
    }

    /** Whether there is nothing to be written. */
    boolean isWritten() {
        return past().isEmpty() && today.get().unwritten().equals(ClientUsage.NONE);
    }

    /** How many calls a minute there may be from now on. @param calls 0 for any number */
    void limit(int calls) {
        AtomicRateLimiter current = limiter;
        if (calls == 0) {
            limiter = null;
        } else if (current == null) {
            limiter = new AtomicRateLimiter(
                    "client-" + clientId,
                    RateLimiterConfig.custom()
                            .limitForPeriod(calls)
                            .limitRefreshPeriod(MINUTE)
                            .timeoutDuration(Duration.ZERO)
                            .build());
        } else if (current.getRateLimiterConfig().getLimitForPeriod() != calls) {
            current.changeLimitForPeriod(calls);
        }
    }

    /** Takes one of the calls of this minute. @return 0, or the seconds until there is another */
    long secondsUntilNextCall() {
        AtomicRateLimiter current = limiter;
        if (current == null || current.acquirePermission(1)) {
            return 0;
        }
        long nanos = current.getDetailedMetrics().getNanosToWait();
        return Math.max(1, (nanos + 999_999_999) / 1_000_000_000);
    }

    void use() {
        lastUsed.set(clock.instant());
    }

    /** When it was used last since this was asked for; {@code null} if it was not. */
    @Nullable
    Instant takeLastUsed() {
        return lastUsed.getAndSet(null);
    }

    /** Takes back what could not be written. */
    void putBackLastUsed(Instant at) {
        lastUsed.compareAndSet(null, at);
    }
}
