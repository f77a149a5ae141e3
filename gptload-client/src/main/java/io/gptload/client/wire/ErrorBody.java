package io.gptload.client.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an error answer says, whatever the shape it comes in.
 *
 * <p>Understood are OpenAI's {@code {"error":{"message","type","code"}}} and its imitations (a numeric code, an error that
 * is a plain string, fields at top level as Mistral has them, FastAPI's {@code detail}, Cloudflare's {@code errors[]}),
 * Anthropic's {@code {"type":"error","error":{...}}}, OpenRouter's {@code error.metadata}, a failed Responses event, and
 * google.rpc.Status with its details, bare or inside an array. Anything else is kept as text.
 *
 * @param code {@code error.code}, a number in decimal; else the top-level {@code code}
 * @param type {@code error.type}; else the top-level {@code type}
 * @param status the name google.rpc.Code gives, for instance {@code RESOURCE_EXHAUSTED}
 * @param message the first non-blank of {@code error.message}, {@code error_msg}, {@code error} as a string, top-level
 *     {@code message}, {@code detail}; else the body itself; at most {@value #MAX_MESSAGE_BYTES} bytes of UTF-8
 * @param reasons machine-readable reasons: {@code details[].reason}, {@code details[].violations[].quotaId},
 *     {@code errors[].reason}, {@code innererror.code}, {@code metadata.reasons}; at most {@value #MAX_REASONS}
 * @param retryDelay {@code retryDelay} of a google.rpc.RetryInfo; never negative
 * @param resetAt when the exhausted limit resets, if the body carries the header with it ({@code
 *     error.metadata.headers["X-RateLimit-Reset"]} of OpenRouter)
 */
public record ErrorBody(
        @Nullable String code,
        @Nullable String type,
        @Nullable String status,
        @Nullable String message,
        List<String> reasons,
        @Nullable Duration retryDelay,
        @Nullable Instant resetAt) {

    /** Nothing known. */
    public static final ErrorBody EMPTY = new ErrorBody(null, null, null, null, List.of(), null, null);

    /** The longest message kept, in bytes of UTF-8. */
    public static final int MAX_MESSAGE_BYTES = 2048;

    /** The most reasons kept. */
    public static final int MAX_REASONS = 16;

    /** The most bytes of a body that are looked at. */
    public static final int MAX_BODY_BYTES = 64 * 1024;

    /** Copies the reasons. */
    public ErrorBody {
        reasons = List.copyOf(reasons);
    }

    /** Reads a whole array. See {@link #parse(byte[], int, int)}. */
    public static ErrorBody parse(byte[] body) {
        return parse(body, 0, body.length);
    }

    /**
     * Reads the first {@value #MAX_BODY_BYTES} bytes of a body, which may be cut off anywhere: what was complete before
     * the cut is used. Never throws for bad content.
     *
     * @throws IndexOutOfBoundsException if the range is not inside the array
     */
    public static ErrorBody parse(byte[] body, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, body.length);
        return new ErrorBodyReader().read(body, offset, Math.min(length, MAX_BODY_BYTES));
    }

    /** A body of which only the text is known. */
    public static ErrorBody ofMessage(String message) {
        return new ErrorBody(null, null, null, cut(message), List.of(), null, null);
    }

    /**
     * The HTTP status this error would have had, had it not come inside a 200: a numeric code of 400 to 599, else by the
     * names of {@link #code}, {@link #status} and {@link #type}, else 502.
     */
    public int impliedStatus() {
        return ErrorStatus.of(this);
    }

    /** The text, shortened to {@value #MAX_MESSAGE_BYTES} bytes of UTF-8 without splitting a code point. */
    static String cut(String text) {
        if (text.length() <= MAX_MESSAGE_BYTES / 3) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_MESSAGE_BYTES) {
            return text;
        }
        int end = MAX_MESSAGE_BYTES;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
