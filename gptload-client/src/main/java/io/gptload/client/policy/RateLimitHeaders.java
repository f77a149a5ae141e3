package io.gptload.client.policy;

import io.gptload.client.wire.Channel;
import io.gptload.client.wire.ErrorBody;
import io.gptload.client.wire.HeaderNames;
import io.gptload.client.wire.HeaderView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What answers say about limits, in their headers above all. Nothing here throws for what an upstream sends.
 *
 * <p>Understood are {@code x-ratelimit-{limit,remaining,reset}-{requests,tokens}} (OpenAI, Groq), the same with {@code
 * -day}, {@code -hour} or {@code -minute} behind (Cerebras) or {@code -req-minute} (Mistral), unsuffixed {@code
 * x-ratelimit-*} (OpenRouter, GitHub) and {@code ratelimit-*} and {@code RateLimit} (drafts of
 * draft-ietf-httpapi-ratelimit-headers), and {@code anthropic-ratelimit-*-{limit,remaining,reset}}.
 */
public final class RateLimitHeaders {

    /** The longest a rate limit is believed to last: it is about seconds or minutes. */
    public static final Duration LONGEST_RATE_LIMIT = Duration.ofHours(1);

    /** The longest anything is believed to last: a monthly quota and a day for the time zone. */
    public static final Duration LONGEST_QUOTA = Duration.ofDays(32);

    private static final String ANTHROPIC = "anthropic-ratelimit-requests-";

    // One entry per convention: what stands before and behind the word "remaining" or "reset".
    private static final Names[] OPENAI = {
        new Names("x-ratelimit-", "-requests"),
        new Names("x-ratelimit-", ""),
        new Names("x-ratelimit-", "-requests-day"),
        new Names("ratelimit-", "")
    };
    private static final Names[] CLAUDE = {new Names(ANTHROPIC, "")};
    private static final Names[] NONE = {};
    private static final HeaderNames COUNTS_OF_REQUESTS_LEFT = new HeaderNames(
            Stream.of(OPENAI, CLAUDE).flatMap(Stream::of).map(Names::remaining).toList());

    private RateLimitHeaders() {}

    /** Every window the headers describe, on a success or a failure. Allocates; for failures and diagnosis. */
    public static List<RateLimitWindow> windows(HeaderView headers, Instant now) {
        return new RateLimitWindows(now).read(headers);
    }

    /**
     * How long the answer asks to wait. The first source that speaks counts: {@code retry-after-ms} or {@code
     * x-ms-retry-after-ms}; {@code Retry-After} in seconds, with a fraction, or as an HTTP date; the RetryInfo or reset
     * instant in the body; the message; the longest reset among the windows that are exhausted. A window with something
     * left says nothing.
     *
     * @return never negative, at most {@link #LONGEST_QUOTA}; {@code null} when nothing is said
     */
    public static @Nullable Duration retryAfter(HeaderView headers, ErrorBody error, Instant now) {
        Duration wait = stated(headers, error, now);
        return wait != null ? wait : longestExhausted(headers, now, window -> true);
    }

    /** The part of {@link #retryAfter} that is evidence for a quota: a window of a minute says nothing about it. */
    static @Nullable Duration quotaReset(HeaderView headers, ErrorBody error, Instant now) {
        Duration wait = stated(headers, error, now);
        return wait != null ? wait : longestExhausted(headers, now, RateLimitHeaders::isLongTerm);
    }

    /** The part of {@link #retryAfter} that is said outright and not read off the key's windows. */
    static @Nullable Duration stated(HeaderView headers, ErrorBody error, Instant now) {
        Duration wait = retryAfterHeader(headers, now);
        if (wait == null) {
            wait = error.retryDelay();
        }
        if (wait == null && error.resetAt() != null) {
            wait = Duration.between(now, error.resetAt());
        }
        if (wait == null) {
            wait = RetryHint.parse(error.message(), now);
        }
        return wait == null ? null : believable(wait);
    }

    private static @Nullable Duration retryAfterHeader(HeaderView headers, Instant now) {
        String millis = headers.first("retry-after-ms");
        if (millis == null) {
            millis = headers.first("x-ms-retry-after-ms");
        }
        Duration wait = millis == null ? null : DurationText.parse(millis.strip() + "ms");
        return wait != null ? wait : ResetTime.parse(headers.first("retry-after"), now);
    }

    private static boolean isLongTerm(RateLimitWindow window) {
        return window.kind() == RateLimitWindow.Kind.OTHER
                || window.name().isEmpty()
                || window.name().endsWith("-day")
                || window.name().endsWith("-month");
    }

    private static @Nullable Duration longestExhausted(
            HeaderView headers, Instant now, Predicate<RateLimitWindow> relevant) {
        Duration longest = null;
        for (RateLimitWindow window : windows(headers, now)) {
            Duration reset = window.resetAfter();
            if (window.isExhausted()
                    && relevant.test(window)
                    && reset != null
                    && (longest == null || reset.compareTo(longest) > 0)) {
                longest = reset;
            }
        }
        return longest == null ? null : believable(longest);
    }

    private static Duration believable(Duration wait) {
        Duration positive = ResetTime.atLeastZero(wait);
        return positive.compareTo(LONGEST_QUOTA) > 0 ? LONGEST_QUOTA : positive;
    }

    /**
     * The time until the request window resets, if the answer, though a success, has used it up; so a key can rest before
     * it is told to. Allocation-free unless a window is exhausted.
     *
     * @param channel whose providers' conventions are looked for
     * @param now asked only when something is exhausted
     * @return more than zero, at most {@link #LONGEST_RATE_LIMIT} (a day's window {@link #LONGEST_QUOTA}); {@code null}
     *     when something is left or nothing is said
     */
    public static @Nullable Duration exhaustedFor(Channel channel, HeaderView headers, InstantSource now) {
        for (Names names : names(channel)) {
            if (count(headers.first(names.remaining())) == 0) {
                Duration reset = ResetTime.parse(headers.first(names.reset()), now.instant());
                if (reset != null && !reset.isZero()) {
                    Duration longest = names.daily() ? LONGEST_QUOTA : LONGEST_RATE_LIMIT;
                    return reset.compareTo(longest) > 0 ? longest : reset;
                }
            }
        }
        return null;
    }

    /**
     * Whether that header may say that no requests are left, in whatever convention: to look at each header of an answer once
     * takes less than {@link #exhaustedFor} takes to look all of them up. Allocation-free.
     */
    public static boolean isNoneLeft(String name, String value) {
        return !value.isEmpty()
                && value.charAt(0) == '0'
                && count(value) == 0
                && COUNTS_OF_REQUESTS_LEFT.contains(name);
    }

    private static Names[] names(Channel channel) {
        return switch (channel) {
            case OPENAI, OPENAI_RESPONSE -> OPENAI;
            case ANTHROPIC -> CLAUDE;
            case GEMINI -> NONE;
        };
    }

    /** A count, or -1. No allocation. */
    static long count(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    private record Names(String remaining, String reset, boolean daily) {
        Names(String before, String behind) {
            this(before + "remaining" + behind, before + "reset" + behind, behind.endsWith("-day"));
        }
    }
}
