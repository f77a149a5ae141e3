package io.gptload.client;

import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when a test says so. */
public final class VirtualTime implements TimeSource {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanoTime() {
        return nanos.get() - 1_000_000_000_000L; // negative at first, as System.nanoTime() may be
    }

    @Override
    public Instant instant() {
        return START.plusNanos(nanos.get());
    }

    public void advance(Duration length) {
        nanos.addAndGet(length.toNanos());
    }

    /** How much has passed since the start. */
    public Duration elapsed() {
        return Duration.ofNanos(nanos.get());
    }
}
