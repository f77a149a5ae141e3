package io.gptload.client.time;

import java.time.Instant;

enum SystemTimeSource implements TimeSource {
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long onSystemClock(long nanoTime) {
        return nanoTime;
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }
}
