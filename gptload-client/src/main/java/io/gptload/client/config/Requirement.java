package io.gptload.client.config;

import java.util.Locale;

/** What a value must be. Programs that talk to people in another language find their own words for it by its {@link #code()}. */
public enum Requirement {
    /** A number; the arguments are the least and the most. */
    INTEGER_BETWEEN("an integer from %s to %s"),
    /** A number; the argument is the least. */
    AT_LEAST("a number of at least %s"),
    /** A number without a fraction that is not too large. */
    WHOLE_NUMBER("a whole number"),
    /** A time span that may be nothing. */
    NOT_NEGATIVE("a duration of 0 or more"),
    /** A time span that may not be nothing. */
    POSITIVE("a duration above 0"),
    /** A yes or no. */
    FLAG("true or false"),
    /** A JSON string. */
    TEXT("a string"),
    /** A text that says something. */
    NOT_EMPTY("a text that is not empty"),
    /** One of some words, which are the argument. */
    ONE_OF("one of %s"),
    /** A URL. */
    URL("a valid URL"),
    /** A URL of a web server. */
    HTTP_URL("a URL that starts with http:// or https://"),
    /** A URL that says where to connect to. */
    URL_WITH_HOST("a URL with a host"),
    /** A URL with a port that there is. */
    URL_PORT("a port from 1 to 65535"),
    /** A URL without what only a browser would look at. */
    URL_WITHOUT_FRAGMENT("a URL without a fragment"),
    /** Any upstreams. */
    SOME_UPSTREAM("at least one base URL"),
    /** Any upstream that is chosen at all. */
    SOME_WEIGHT("at least one weight above 0"),
    /** No upstream twice. */
    DISTINCT_UPSTREAMS("each base URL once"),
    /** A proxy that can be spoken to. */
    PROXY_URL("http://, https:// or socks5://[user:password@]host[:port]"),
    /** What {@link StatusCodes} read. */
    STATUS_CODES("codes or ranges between 100 and 999, such as 400-403,405-999"),
    /** The name of a header; the argument are the symbols it may hold. */
    HEADER_NAME("a header name of letters, digits and %s"),
    /** The value of a header. */
    HEADER_VALUE("a value without line breaks or other control characters"),
    /** The model a caller names. */
    REDIRECT_SOURCE("a model name as the source"),
    /** The model that is asked for instead. */
    REDIRECT_TARGET("a model name as the target"),
    /** What {@link KeyBudgets} read. */
    BUDGET("such as 30 requests/minute, 6000 tokens/minute, gpt-4o: 50 requests/day"
            + " (requests or tokens per second, minute, hour or day)"),
    /** The limit of a budget; the argument is the most. */
    BUDGET_LIMIT("a limit from 1 to %s"),
    /** When the day of a budget begins. */
    BUDGET_START("a time and a zone such as 08:00 Asia/Tokyo"),
    /** A beginning for days only. */
    START_OF_A_DAY("a day, if there is a time at which it begins"),
    /** No more budgets than the argument says. */
    FEWER_BUDGETS("at most %s"),
    /** No budget twice; the argument is what it counts. */
    DISTINCT_BUDGETS("one limit for %s"),
    /** The name of an account; the argument is the most characters. */
    ACCOUNT("a name of at most %s characters, or none at all");

    private final String phrase;
    private final String code = name().toLowerCase(Locale.ROOT);

    Requirement(String phrase) {
        this.phrase = phrase;
    }

    /** What it is known by, for instance {@code http_url}. It stays the same when the English words change. */
    public String code() {
        return code;
    }

    /** In English, to be read after "expected". */
    String phrase(Object... arguments) {
        return phrase.formatted(arguments);
    }
}
