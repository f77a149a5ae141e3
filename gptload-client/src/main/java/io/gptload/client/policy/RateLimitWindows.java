package io.gptload.client.policy;

import io.gptload.client.wire.HeaderView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sorts rate-limit headers into windows. All conventions are a prefix, one word of limit, remaining, reset or status, and
 * the name of the window before or behind it; the rest follows from that.
 */
final class RateLimitWindows {

    private static final List<String> PREFIXES =
            List.of("x-ratelimit", "anthropic-ratelimit", "ratelimitbysize", "ratelimit");
    private static final Pattern FIELD = Pattern.compile("\\b(limit|remaining|reset|q|r|t)\\s*=\\s*(\\d{1,15})");
    private static final int MOST_WINDOWS = 16;

    private final Instant now;
    private final Map<String, State> windows = new LinkedHashMap<>();

    RateLimitWindows(Instant now) {
        this.now = now;
    }

    List<RateLimitWindow> read(HeaderView headers) {
        headers.forEach(this::header);
        List<RateLimitWindow> result = new ArrayList<>(windows.size());
        windows.forEach((name, state) -> result.add(state.window(name)));
        return result;
    }

    private void header(String rawName, String value) {
        String name = rawName.toLowerCase(Locale.ROOT);
        for (String prefix : PREFIXES) {
            if (name.equals(prefix)) {
                structured(value);
                return;
            }
            if (name.startsWith(prefix + "-")) {
                plain(name.substring(prefix.length() + 1), value.strip());
                return;
            }
        }
    }

    private void plain(String rest, String value) {
        StringBuilder window = new StringBuilder();
        String property = null;
        for (String word : rest.split("-")) {
            if (property == null && isProperty(word)) {
                property = word;
            } else {
                window.append(window.isEmpty() ? "" : "-").append(word);
            }
        }
        State state = property == null ? null : state(window.toString());
        if (state != null) {
            state.set(property, value, now);
        }
    }

    private static boolean isProperty(String word) {
        return word.equals("limit") || word.equals("remaining") || word.equals("reset") || word.equals("status");
    }

    /** {@code "default";r=50;t=30} or {@code limit=100, remaining=50, reset=30}. */
    private void structured(String value) {
        State state = state("");
        Matcher field = FIELD.matcher(value);
        while (state != null && field.find()) {
            String property = switch (field.group(1)) {
                case "q", "limit" -> "limit";
                case "r", "remaining" -> "remaining";
                default -> "reset";
            };
            state.set(property, field.group(2), now);
        }
    }

    private @Nullable State state(String window) {
        State state = windows.get(window);
        if (state == null && windows.size() < MOST_WINDOWS) {
            state = new State();
            windows.put(window, state);
        }
        return state;
    }

    private static final class State {
        private @Nullable Long limit;
        private @Nullable Long remaining;
        private @Nullable Duration resetAfter;

        void set(@Nullable String property, String value, Instant now) {
            switch (property == null ? "" : property) {
                case "limit" -> limit = count(value);
                case "remaining" -> remaining = count(value);
                case "reset" -> resetAfter = ResetTime.parse(value, now);
                case "status" -> remaining = value.equalsIgnoreCase("rejected") ? Long.valueOf(0) : remaining;
                default -> {
                    // Not about the state of a window.
                }
            }
        }

        private static @Nullable Long count(String value) {
            long count = RateLimitHeaders.count(value);
            return count < 0 ? (value.startsWith("-") ? Long.valueOf(0) : null) : Long.valueOf(count);
        }

        RateLimitWindow window(String name) {
            return new RateLimitWindow(kind(name), name, limit, remaining, resetAfter);
        }

        private static RateLimitWindow.Kind kind(String name) {
            if (name.contains("token")) {
                return RateLimitWindow.Kind.TOKENS;
            }
            return name.isEmpty() || name.contains("req") ? RateLimitWindow.Kind.REQUESTS : RateLimitWindow.Kind.OTHER;
        }
    }
}
