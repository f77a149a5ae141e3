package io.gptload.gateway.proxy;

/**
 * Follows the frames a server sends (RFC 6455, section 5.2), to know where one of ours may stand between them. Not
 * thread-safe.
 */
final class FrameBoundary {

    private static final int EXTENDED_16 = 126;
    private static final int EXTENDED_64 = 127;
    private static final int MASKED = 0x80;
    private static final int MASK_LENGTH = 4;

    private int headerSeen;
    private int headerLength = 2;
    private int extension;
    private long payload;
    private long left;

    /** These bytes were sent next, from the start of the array. */
    void passed(byte[] bytes, int length) {
        int at = 0;
        while (at < length) {
            if (left > 0) {
                long skipped = Math.min(left, length - at);
                left -= skipped;
                at += (int) skipped;
            } else {
                header(bytes[at++] & 0xFF);
            }
        }
    }

    private void header(int b) {
        headerSeen++;
        if (headerSeen == 2) {
            int length = b & ~MASKED;
            extension = length == EXTENDED_16 ? 2 : length == EXTENDED_64 ? 8 : 0;
            headerLength = 2 + extension + ((b & MASKED) == 0 ? 0 : MASK_LENGTH);
            payload = extension == 0 ? length : 0;
        } else if (headerSeen > 2 && headerSeen <= 2 + extension) {
            payload = payload << 8 | b;
        }
        if (headerSeen == headerLength) {
            left = payload;
            headerSeen = 0;
            headerLength = 2;
        }
    }

    /** Whether what was sent so far ends with a frame's last byte. */
    boolean isReached() {
        return headerSeen == 0 && left == 0;
    }

    /** A server's closing frame with status 1001, going away. */
    static byte[] goingAway() {
        return new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xE9};
    }
}
