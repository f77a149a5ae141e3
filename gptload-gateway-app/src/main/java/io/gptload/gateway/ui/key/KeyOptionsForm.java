package io.gptload.gateway.ui.key;

import io.gptload.client.config.KeyOptions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the fields of the form of key options; empty where the keys differ.
 *
 * @param use {@link #ON}, {@link #UNTIL} or {@link #OFF}
 * @param until the local time a disabled key is back
 */
record KeyOptionsForm(String use, String until, String tier, String weight, String account) {

    static final String ON = "on";
    static final String UNTIL = "until";
    static final String OFF = "off";

    /** The fields, as the page calls them. */
    static final List<String> FIELDS = List.of("use", "until", "tier", "weight", "account");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");

    /** What keys have in common. */
    static KeyOptionsForm of(Collection<KeyOptions> keys, Instant now) {
        return new KeyOptionsForm(
                common(keys, key -> use(key, now)),
                common(keys, key -> use(key, now).equals(UNTIL) ? local(key.disabledUntil()) : ""),
                common(keys, key -> Integer.toString(key.tier())),
                common(keys, key -> Integer.toString(key.weight())),
                common(keys, key -> key.account() == null ? "" : key.account()));
    }

    /** What was sent. @param prefix of the names of its fields */
    static KeyOptionsForm sent(Map<String, String> fields, String prefix) {
        Function<String, String> field =
                name -> fields.getOrDefault(prefix + name, "").strip();
        String use = field.apply("use");
        return new KeyOptionsForm(
                use,
                use.equals(UNTIL) ? field.apply("until") : "",
                field.apply("tier"),
                field.apply("weight"),
                field.apply("account"));
    }

    private static String use(KeyOptions key, Instant now) {
        if (!key.isDisabled(now)) {
            return ON;
        }
        return Instant.MAX.equals(key.disabledUntil()) ? OFF : UNTIL;
    }

    private static String local(@Nullable Instant until) {
        return until == null
                ? ""
                : LocalDateTime.ofInstant(until, ZoneId.systemDefault()).format(TIME);
    }

    private static String common(Collection<KeyOptions> keys, Function<KeyOptions, String> field) {
        Set<String> values = new LinkedHashSet<>();
        keys.forEach(key -> values.add(field.apply(key)));
        return values.size() == 1 ? values.iterator().next() : "";
    }

    /** What stands in a field. */
    public String get(String field) {
        return switch (field) {
            case "use" -> use;
            case "until" -> until;
            case "tier" -> tier;
            case "weight" -> weight;
            case "account" -> account;
            default -> throw new IllegalArgumentException(field);
        };
    }

    /** Whether a field is not what it is in the other. */
    boolean differs(String field, KeyOptionsForm other) {
        return !get(field).equals(other.get(field));
    }
}
