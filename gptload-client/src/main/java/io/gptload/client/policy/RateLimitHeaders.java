package io.gptload.client.policy;

import io.gptload.client.wire.*;
import java.time.*;
import org.jspecify.annotations.Nullable;

public final class RateLimitHeaders {
    public static long remainingRequests(HeaderView h) {
        return -1;
    }

    public static @Nullable Duration exhaustedFor(HeaderView h, Instant n) {
        return null;
    }
}
