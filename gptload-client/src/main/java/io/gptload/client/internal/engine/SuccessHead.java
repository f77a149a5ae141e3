package io.gptload.client.internal.engine;

import io.gptload.client.policy.RateLimitHeaders;
import io.gptload.client.wire.HeaderView;
import io.gptload.client.wire.StreamGate;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a success tell of its body and of its key's limits: found in one pass, for a success is what most calls
 * end in.
 */
final class SuccessHead implements BiConsumer<String, String> {

    private static final String TYPE = "content-type"; // in HTTP/2, and so from most providers, in lower case
    private static final String LENGTH = "content-length";
    private static final String ENCODING = "content-encoding";

    private @Nullable String type;
    private @Nullable String length;
    private @Nullable String encoding;
    private boolean noneLeft;

    private SuccessHead() {}

    static SuccessHead of(HeaderView headers) {
        SuccessHead head = new SuccessHead();
        headers.forEach(head);
        return head;
    }

    @Override
    public void accept(String name, String value) {
        switch (name.length()) { // few other names are as long as these
            case 12 -> type = type == null && HeaderView.isSameName(name, TYPE) ? value : type;
            case 14 -> length = length == null && HeaderView.isSameName(name, LENGTH) ? value : length;
            case 16 -> encoding = encoding == null && HeaderView.isSameName(name, ENCODING) ? value : encoding;
            default -> noneLeft |= RateLimitHeaders.isNoneLeft(name, value);
        }
    }

    /** Whether the body is a stream of events; an encoded one cannot be read event by event. */
    boolean isOfReadableEvents() {
        return StreamGate.isEventStream(type) && (encoding == null || encoding.equalsIgnoreCase("identity"));
    }

    /** Whether only the body itself tells whether there is any. */
    boolean isOfUnknownLength() {
        return length == null;
    }

    boolean isOfNothing() {
        return "0".equals(length);
    }

    /** Whether it may be the last success for now. */
    boolean saysNoneLeft() {
        return noneLeft;
    }
}
