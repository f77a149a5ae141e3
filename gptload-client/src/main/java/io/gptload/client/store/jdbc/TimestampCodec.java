package io.gptload.client.store.jdbc;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Instants as text, the way gpt-load keeps them in SQLite: {@code 2026-03-01 18:00:00.12+08:00}, with the offset of a
 * zone, up to nine digits of fraction and none when it is zero. Immutable.
 */
final class TimestampCodec {

    /** How far two texts of one instant can be apart: the offsets of the world reach from -12 to +14 hours. */
    static final int MAX_SKEW_HOURS = 26;

    private static final Pattern TEXT = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})"
            + "(?:[ T](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?)?"
            + " ?([+-]\\d{2}:?\\d{2}(?::?\\d{2})?)?(?: [A-Za-z+-][A-Za-z0-9+-]*)?(?: m=[+-]\\S*)?");
    private static final int UNSET_YEAR = 1;

    private final ZoneId zone;

    /** @param zone whose offset is written; what is read may have any */
    TimestampCodec(ZoneId zone) {
        this.zone = zone;
    }

    /** The text of an instant between the years 1 and 9999. */
    String format(Instant instant) {
        return format(instant.atZone(zone).toOffsetDateTime());
    }

    /** The text of an instant at offset zero, for bounds that are compared as text. */
    static String formatUtc(Instant instant) {
        return format(instant.atOffset(ZoneOffset.UTC));
    }

    private static String format(OffsetDateTime time) {
        StringBuilder out = new StringBuilder(35);
        two(two(out, time.getYear() / 100), time.getYear() % 100);
        two(out.append('-'), time.getMonthValue());
        two(out.append('-'), time.getDayOfMonth());
        two(out.append(' '), time.getHour());
        two(out.append(':'), time.getMinute());
        two(out.append(':'), time.getSecond());
        fraction(out, time.getNano());
        int minutes = Math.abs(time.getOffset().getTotalSeconds()) / 60;
        two(out.append(time.getOffset().getTotalSeconds() < 0 ? '-' : '+'), minutes / 60);
        two(out.append(':'), minutes % 60);
        return out.toString();
    }

    private static StringBuilder two(StringBuilder out, int number) {
        return out.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private static void fraction(StringBuilder out, int nanos) {
        if (nanos == 0) {
            return;
        }
        out.append('.');
        int left = nanos;
        for (int unit = 100_000_000; left > 0; unit /= 10) {
            out.append((char) ('0' + left / unit));
            left %= unit;
        }
    }

    /**
     * Reads every form gpt-load's driver reads: with a blank or a {@code T}, with an offset, a {@code Z} or neither (which
     * means UTC), down to the minute or the day, and the form Go prints, {@code 2026-03-01 18:00:00 +0800 CST m=+0.1}.
     *
     * @return the instant; {@code null} when there is no text, or when it is the year 1, which is Go's unset time
     * @throws DateTimeException if the text is no timestamp
     */
    static @Nullable Instant parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String stripped = text.strip();
        Matcher matcher =
                TEXT.matcher(stripped.endsWith("Z") ? stripped.substring(0, stripped.length() - 1) : stripped);
        if (!matcher.matches()) {
            throw new DateTimeException("Not a timestamp: '" + stripped + "'");
        }
        LocalDate date = LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3));
        if (date.getYear() <= UNSET_YEAR) {
            return null;
        }
        LocalTime time =
                LocalTime.of(number(matcher, 4), number(matcher, 5), number(matcher, 6), nanos(matcher.group(7)));
        return LocalDateTime.of(date, time).toInstant(offset(matcher.group(8)));
    }

    private static int number(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int nanos(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt((digits + "000000000").substring(0, 9));
    }

    private static ZoneOffset offset(@Nullable String text) {
        return text == null ? ZoneOffset.UTC : ZoneOffset.of(text);
    }
}
