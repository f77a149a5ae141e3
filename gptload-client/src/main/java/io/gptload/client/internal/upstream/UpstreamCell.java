package io.gptload.client.internal.upstream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.gptload.client.config.UpstreamConfig;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.internal.event.EventBus;
import io.gptload.client.rewrite.TargetUrl;
import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * One upstream of a group with its circuit breaker. Every permission taken by {@link #tryAcquire} is given back by
 * exactly one of {@link #succeeded}, {@link #failed} and {@link #release}. Thread-safe.
 */
public final class UpstreamCell {

    /** How long the only upstream of a group is left alone at a time: there is nowhere else to go. */
    static final Duration ONLY_UPSTREAM_PAUSE = Duration.ofSeconds(1);

    private static final int WINDOW = 20;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration PROBE_PAUSE = Duration.ofMillis(50);
    private static final Duration RECHECK_PAUSE = Duration.ofMillis(1);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(30);
    private static final UpstreamFailure FAILURE = new UpstreamFailure();

    private final String group;
    private final UpstreamConfig config;
    private final String name;
    private final TargetUrl target;
    private final boolean only;
    private final TimeSource time;
    private final EventBus bus;
    private final CircuitBreaker breaker;
    private final Refusals refusals;

    private volatile Instant openUntil = Instant.EPOCH;
    private volatile long probedAt;

    /** Whether it was open since it last closed. */
    private volatile boolean tripped;

    /**
     * How many successes in a row are still worth recording: none when the window holds nothing else, so that the healthy
     * upstream costs nothing.
     */
    private volatile int unclean = WINDOW;

    /** @param only whether the group has no other upstream */
    public UpstreamCell(String group, UpstreamConfig config, boolean only, TimeSource time, EventBus bus) {
        this.group = group;
        this.config = config;
        this.name = config.displayUrl();
        this.target = new TargetUrl(config);
        this.only = only;
        this.time = time;
        this.bus = bus;
        this.refusals = new Refusals();
        this.breaker = CircuitBreaker.of(
                group + " " + name,
                CircuitBreakerConfig.custom()
                        .clock(new TimeSourceClock(time))
                        .currentTimestampFunction(clock -> time.nanoTime(), TimeUnit.NANOSECONDS)
                        .slidingWindow(
                                WINDOW,
                                5,
                                SlidingWindowType.COUNT_BASED,
                                SlidingWindowSynchronizationStrategy.LOCK_FREE)
                        .failureRateThreshold(50)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitIntervalFunctionInOpenState(this::pauseMillis)
                        .writableStackTraceEnabled(false)
                        .build());
    }

    /** Its definition. */
    public UpstreamConfig config() {
        return config;
    }

    /** Makes URLs below its base URL. */
    public TargetUrl target() {
        return target;
    }

    /** Its base URL, fit to be shown. */
    public String name() {
        return name;
    }

    /** Whether the group has no other. */
    public boolean only() {
        return only;
    }

    /** Asks for leave to send one request. */
    public boolean tryAcquire() {
        if (!tripped) {
            return true; // a closed breaker grants everything and keeps no count of it
        }
        boolean granted = breaker.tryAcquirePermission();
        if (breaker.getState() == State.HALF_OPEN) {
            if (granted) {
                probedAt = time.nanoTime();
            } else if (time.nanoTime() - probedAt > PROBE_LIMIT.toNanos()) {
                breaker.transitionToOpenState(); // whoever probes it never came back: start over
            }
        }
        return granted;
    }

    /**
     * It answered like an upstream that works, whatever it said.
     *
     * @param askedAt when it was asked, in monotonic nanoseconds
     */
    public void succeeded(long askedAt) {
        int worthRecording = unclean;
        if (worthRecording == 0 && !tripped) {
            return;
        }
        unclean = Math.max(0, worthRecording - 1); // a lost count keeps the books a little longer, no more
        breaker.onSuccess(time.nanoTime() - askedAt, TimeUnit.NANOSECONDS);
        if (tripped && breaker.getState() == State.CLOSED) {
            tripped = false;
            openUntil = Instant.EPOCH;
            bus.publish(new GptLoadEvent.UpstreamClosed(time.instant(), group, name()));
        }
    }

    /**
     * It failed.
     *
     * @param askedAt when it was asked, in monotonic nanoseconds
     * @param ruleId the rule that blamed it
     */
    public void failed(long askedAt, String ruleId) {
        unclean = WINDOW;
        boolean wasOpen = breaker.getState() == State.OPEN;
        breaker.onError(time.nanoTime() - askedAt, TimeUnit.NANOSECONDS, FAILURE);
        if (!wasOpen && breaker.getState() == State.OPEN) {
            tripped = true;
            bus.publish(new GptLoadEvent.UpstreamOpened(time.instant(), group, name(), openUntil, ruleId));
        }
    }

    /** How long it stays open, the {@code times}th time in a row; notes until when. */
    private long pauseMillis(int times) {
        Duration pause = ONLY_UPSTREAM_PAUSE;
        if (!only) {
            Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(Math.max(times, 1) - 1, 10));
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
        openUntil = time.instant().plus(pause);
        return pause.toMillis();
    }

    /** The request was never answered and nobody is to blame. */
    public void release() {
        breaker.releasePermission();
    }

    /**
     * Leaves it alone although it answers: it refuses everybody.
     *
     * @return until when
     */
    public Instant suspend() {
        Duration pause = only ? ONLY_UPSTREAM_PAUSE : LONGEST_PAUSE;
        openUntil = time.instant().plus(pause);
        tripped = true;
        unclean = WINDOW;
        breaker.transitionToOpenStateFor(pause);
        return openUntil;
    }

    /**
     * Has one call at a time try it, as somebody else found out.
     *
     * @param works whether it was left alone until now and may work again, or the other way round
     */
    public void recheck(boolean works) {
        if (works) {
            if (breaker.getState() == State.OPEN) {
                breaker.transitionToHalfOpenState();
            }
        } else if (!only && breaker.getState() == State.CLOSED) {
            openUntil = time.instant();
            tripped = true;
            unclean = WINDOW;
            breaker.transitionToOpenStateFor(RECHECK_PAUSE);
        }
    }

    /** How long until it may be asked again, as far as known; zero when it may be asked now. */
    public Duration untilFree() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> {
                Duration left = Duration.between(time.instant(), openUntil);
                yield left.compareTo(PROBE_PAUSE) < 0 ? PROBE_PAUSE : left;
            }
            case HALF_OPEN -> PROBE_PAUSE;
            default -> Duration.ZERO;
        };
    }

    /** Its circuit breaker's state: {@code closed}, {@code open} or {@code half_open}. */
    public String state() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> "open";
            case HALF_OPEN -> "half_open";
            default -> "closed";
        };
    }

    /** Who was refused here lately. */
    public Refusals refusals() {
        return refusals;
    }

    @Override
    public String toString() {
        return name();
    }

    /** Stands for any failure in the breaker's books; made once, without a stack. */
    private static final class UpstreamFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UpstreamFailure() {
            super("upstream failure", null, false, false);
        }
    }
}
