package io.gptload.gateway.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.TimeZone;

/** The time zone {@code TZ} names. */
final class ProcessTimeZone {

    private ProcessTimeZone() {}

    /** Makes it the default of the process; an unknown one means UTC, none leaves things as they are. */
    static void apply(String name) {
        if (!name.isEmpty()) {
            TimeZone.setDefault(TimeZone.getTimeZone(find(name).orElse(ZoneOffset.UTC)));
        }
    }

    /** The zone called {@code name}, nothing if there is none. */
    static Optional<ZoneId> find(String name) {
        try {
            return Optional.of(ZoneId.of(name.startsWith(":") ? name.substring(1) : name, ZoneId.SHORT_IDS));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
