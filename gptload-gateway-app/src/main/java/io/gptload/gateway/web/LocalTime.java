package io.gptload.gateway.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Instants as the API shows them: RFC 3339 with the offset of the machine. */
public final class LocalTime {

    /** What stands for no time where one must be given. */
    public static final OffsetDateTime UNSET = OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private LocalTime() {}

    /** The instant on the machine's clock. */
    public static OffsetDateTime of(Instant instant) {
        return instant.atZone(ZoneId.systemDefault()).toOffsetDateTime();
    }

    /** The instant on the machine's clock; {@code null} for none. */
    public static @Nullable OffsetDateTime ofNullable(@Nullable Instant instant) {
        return instant == null ? null : of(instant);
    }
}
