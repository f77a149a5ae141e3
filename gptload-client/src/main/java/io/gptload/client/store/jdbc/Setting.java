package io.gptload.client.store.jdbc;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The system settings of gpt-load. Those that a group may override come with their own value per group. */
public enum Setting {
    /** Where the gateway is reached. */
    APP_URL(Type.TEXT, "http://localhost:3001", true, Integer.MIN_VALUE, false),
    /** What clients authenticate with, comma separated; secret. */
    PROXY_KEYS(Type.TEXT, "", true, Integer.MIN_VALUE, false),
    /** Days; 0 keeps the log for ever. */
    REQUEST_LOG_RETENTION_DAYS(Type.NUMBER, "7", true, 0, false),
    /** Minutes. */
    REQUEST_LOG_WRITE_INTERVAL_MINUTES(Type.NUMBER, "1", true, 0, false),
    /** Whether bodies and user agents are logged. */
    ENABLE_REQUEST_BODY_LOGGING(Type.FLAG, "false", false, Integer.MIN_VALUE, true),
    /** Seconds. */
    REQUEST_TIMEOUT(Type.NUMBER, "600", true, 1, true),
    /** Seconds. */
    CONNECT_TIMEOUT(Type.NUMBER, "15", true, 1, true),
    /** Seconds. */
    IDLE_CONN_TIMEOUT(Type.NUMBER, "120", true, 1, true),
    /** Seconds. */
    RESPONSE_HEADER_TIMEOUT(Type.NUMBER, "600", true, 1, true),
    /** Unused connections kept. */
    MAX_IDLE_CONNS(Type.NUMBER, "100", true, 1, true),
    /** Unused connections kept for one host. */
    MAX_IDLE_CONNS_PER_HOST(Type.NUMBER, "50", true, 1, true),
    /** Empty for the machine's. */
    PROXY_URL(Type.TEXT, "", false, Integer.MIN_VALUE, true),
    /** How often a call is sent again. */
    MAX_RETRIES(Type.NUMBER, "3", true, 0, true),
    /** Failures that make a key invalid; 0 for never. */
    BLACKLIST_THRESHOLD(Type.NUMBER, "3", true, 0, true),
    /** Statuses that may lead to another attempt. */
    FAILOVER_STATUS_CODES(Type.TEXT, "400-403,405-999", false, Integer.MIN_VALUE, true),
    /** Minutes. */
    KEY_VALIDATION_INTERVAL_MINUTES(Type.NUMBER, "60", true, 1, true),
    /** Keys validated at once. */
    KEY_VALIDATION_CONCURRENCY(Type.NUMBER, "10", true, 1, true),
    /** Seconds. */
    KEY_VALIDATION_TIMEOUT_SECONDS(Type.NUMBER, "20", true, 1, true);

    /** What a value is. */
    public enum Type {
        /** A {@link String}. */
        TEXT,
        /** An {@link Integer}. */
        NUMBER,
        /** A {@link Boolean}. */
        FLAG
    }

    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    private final String key = name().toLowerCase(Locale.ROOT);
    private final Type type;
    private final String defaultText;
    private final boolean required;
    private final int minimum;
    private final boolean overridable;

    Setting(Type type, String defaultText, boolean required, int minimum, boolean overridable) {
        this.type = type;
        this.defaultText = defaultText;
        this.required = required;
        this.minimum = minimum;
        this.overridable = overridable;
    }

    /** Its name in the table and in a group's config. */
    public String key() {
        return key;
    }

    /** What a value is. */
    public Type type() {
        return type;
    }

    /** The default as text; empty for none. */
    public String defaultText() {
        return defaultText;
    }

    /** Whether a text may not be empty. */
    public boolean required() {
        return required;
    }

    /** The smallest number; {@link Integer#MIN_VALUE} when it is no number. */
    public int minimum() {
        return minimum;
    }

    /** Whether a group may have its own value. */
    public boolean overridable() {
        return overridable;
    }

    /** The setting of that key, if there is one. */
    public static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
    }

    /**
     * Reads a stored value. Numbers may be in the form {@code 1e+06}, which gpt-load writes.
     *
     * @return a {@link String}, {@link Integer} or {@link Boolean}, as the type says
     * @throws IllegalArgumentException if it is none of that type, naming the setting
     */
    public Object parse(String text) {
        if (type == Type.TEXT) {
            return text;
        }
        String value = text.strip();
        if (type == Type.NUMBER && value.length() <= 40) {
            try {
                return new BigDecimal(value).intValueExact();
            } catch (ArithmeticException | NumberFormatException e) {
                throw refused(value, "a whole number", e);
            }
        }
        if (TRUE.contains(value) || FALSE.contains(value)) {
            return TRUE.contains(value);
        }
        throw refused(value, type == Type.NUMBER ? "a whole number" : "true or false", null);
    }

    private IllegalArgumentException refused(String value, String wanted, @Nullable Exception cause) {
        String shown = value.length() <= 40 ? value : value.substring(0, 40) + "...";
        return new IllegalArgumentException(key + ": '" + shown + "' is not " + wanted, cause);
    }
}
