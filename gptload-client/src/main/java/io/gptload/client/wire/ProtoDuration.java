package io.gptload.client.wire;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JSON form of google.protobuf.Duration: seconds with up to nine fractional digits and an {@code s}. */
final class ProtoDuration {

    private static final Pattern FORM = Pattern.compile("(-?)(\\d{1,12})(?:\\.(\\d{1,9}))?s");

    private ProtoDuration() {}

    /** The duration, 0 for a negative one, {@code null} for anything else. */
    static @Nullable Duration parse(@Nullable String text) {
        Matcher form = FORM.matcher(text == null ? "" : text);
        if (!form.matches()) {
            return null;
        }
        if (!form.group(1).isEmpty()) {
            return Duration.ZERO;
        }
        String fraction = form.group(3) == null ? "" : form.group(3);
        long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
        return Duration.ofSeconds(Long.parseLong(form.group(2)), nanos);
    }
}
