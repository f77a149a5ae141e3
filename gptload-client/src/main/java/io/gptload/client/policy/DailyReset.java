package io.gptload.client.policy;

import io.gptload.client.wire.Channel;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The moment of the day at which a provider gives a new allowance.
 *
 * @param zone whose wall clock it follows, daylight saving included
 * @param time the time of day
 */
public record DailyReset(ZoneId zone, LocalTime time) {

    private static final String GOOGLE = "gemini";

    /** Checks that both are there. */
    public DailyReset {
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(time, "time");
    }

    /** When a provider's day begins: at midnight in California for Gemini, else at midnight UTC. */
    public static DailyReset of(Channel channel, @Nullable String provider) {
        boolean google = channel == Channel.GEMINI || GOOGLE.equals(provider);
        return new DailyReset(ZoneId.of(google ? "America/Los_Angeles" : "UTC"), LocalTime.MIDNIGHT);
    }

    /** The time until the next reset; more than zero, at most about 25 hours. */
    public Duration after(Instant now) {
        ZonedDateTime here = now.atZone(zone);
        Instant next = here.toLocalDate().atTime(time).atZone(zone).toInstant();
        if (!next.isAfter(now)) {
            next = here.toLocalDate().plusDays(1).atTime(time).atZone(zone).toInstant();
        }
        return Duration.between(now, next);
    }
}
