package io.gptload.client.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds back the beginning of an event stream until it is known whether it is an answer, so that an attempt may still fail
 * over. Fed with the first bytes of a 2xx {@code text/event-stream} body, cut anywhere; the caller keeps the bytes and
 * passes them on once the gate opens. Once decided, it stays decided.
 *
 * <p>Lines end in CR LF, LF or CR and a byte order mark is skipped, as the HTML standard has it (section 9.2.6, parsing an
 * event stream). A JSON document sent without {@code data:} is understood too: some servers answer so when they fail.
 *
 * <p>Not thread-safe; one per attempt.
 */
public final class StreamGate {

    private static final String EVENT_STREAM = "text/event-stream";

    /** What is known so far. */
    public enum Decision {
        /** Nothing yet: go on feeding. */
        MORE,
        /** The stream is an answer. */
        OPEN,
        /** The first event is an error; see {@link #errorBody()} and {@link #errorStatus()}. */
        ERROR,
        /** The stream ended, or said {@code [DONE]}, before anything useful. */
        EMPTY
    }

    /** The most bytes looked at; a stream that has said nothing by then is let through. */
    public static final int LIMIT_BYTES = 64 * 1024;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private final ByteArrayOutputStream data = new ByteArrayOutputStream(256);
    private Decision decision = Decision.MORE;
    private ErrorBody errorBody = ErrorBody.EMPTY;
    private String eventName = "";
    private boolean hasData;
    private boolean bare;
    private boolean afterCarriageReturn;
    private boolean atStart = true;
    private int seen;

    /** Whether a body of that {@code Content-Type} is one of events. */
    public static boolean isEventStream(@Nullable String contentType) {
        return contentType != null && contentType.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
    }

    /**
     * Looks at the next bytes.
     *
     * @throws IndexOutOfBoundsException if the range is not inside the array
     */
    public Decision feed(byte[] buf, int off, int len) {
        Objects.checkFromIndexSize(off, len, buf.length);
        for (int i = off; i < off + len && decision == Decision.MORE; i++) {
            if (++seen > LIMIT_BYTES) {
                decision = Decision.OPEN;
            } else {
                accept(buf[i]);
            }
        }
        return decision;
    }

    /** The stream has ended. Never answers {@link Decision#MORE}. */
    public Decision end() {
        if (decision == Decision.MORE && line.size() > 0) {
            endLine();
        }
        if (decision == Decision.MORE) {
            dispatch();
        }
        if (decision == Decision.MORE) {
            decision = Decision.EMPTY;
        }
        return decision;
    }

    /** What is known so far. */
    public Decision decision() {
        return decision;
    }

    /** The error; {@link ErrorBody#EMPTY} unless the decision is {@link Decision#ERROR}. */
    public ErrorBody errorBody() {
        return errorBody;
    }

    /** The HTTP status the error would have had, 400 to 599; 0 unless the decision is {@link Decision#ERROR}. */
    public int errorStatus() {
        return decision == Decision.ERROR ? errorBody.impliedStatus() : 0;
    }

    private void accept(byte b) {
        boolean secondHalf = b == '\n' && afterCarriageReturn;
        afterCarriageReturn = b == '\r';
        if (b == '\r' || b == '\n') {
            if (!secondHalf) {
                endLine();
            }
        } else {
            line.write(b);
        }
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (atStart && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        atStart = false;
        if (text.isEmpty()) {
            if (!bare) {
                dispatch();
            }
        } else if (bare || !hasData && StreamEvent.looksLikeJson(text)) {
            bare = true;
            append(text);
            if (text.endsWith("}") || text.endsWith("]")) {
                bareDocument();
            }
        } else {
            field(text);
        }
    }

    private void field(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + (text.startsWith(" ", colon + 1) ? 2 : 1));
        if (name.equals("data")) {
            append(value);
        } else if (name.equals("event")) {
            eventName = value;
        }
    }

    private void append(String text) {
        if (hasData) {
            data.write('\n');
        }
        hasData = true;
        data.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bareDocument() {
        if (StreamEvent.isComplete(data.toByteArray())) {
            dispatch();
        }
    }

    private void dispatch() {
        byte[] bytes = data.toByteArray();
        StreamEvent event = hasData ? StreamEvent.of(eventName, bytes) : StreamEvent.NOTHING;
        data.reset();
        hasData = false;
        eventName = "";
        switch (event) {
            case USEFUL -> decision = Decision.OPEN;
            case DONE -> decision = Decision.EMPTY;
            case ERROR -> {
                errorBody = ErrorBody.parse(bytes);
                decision = Decision.ERROR;
            }
            case NOTHING -> {
                // Go on.
            }
        }
    }
}
