package io.gptload.gateway.proxy;

/** Finds where events of a text/event-stream end: at a blank line, whatever its line ends are. */
final class EventBoundary {

    private EventBoundary() {}

    /** How many of the first {@code length} bytes are whole events and comments; 0 when there is no end of one among them. */
    static int after(byte[] bytes, int length) {
        int boundary = afterLastEvent(bytes, length);
        while (boundary < length && bytes[boundary] == ':') {
            int end = boundary;
            while (end < length && !isLineEnd(bytes[end])) {
                end++;
            }
            if (end == length) {
                break;
            }
            boundary = end + 1;
        }
        return boundary;
    }

    private static int afterLastEvent(byte[] bytes, int length) {
        for (int at = length - 1; at > 0; at--) {
            byte last = bytes[at];
            if (last == '\n' || last == '\r') {
                byte before = bytes[at - 1];
                boolean oneLineEnd = last == '\n' && before == '\r';
                if (oneLineEnd ? at > 1 && isLineEnd(bytes[at - 2]) : isLineEnd(before)) {
                    return at + 1;
                }
            }
        }
        return 0;
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }
}
