package io.gptload.gateway.proxy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Undoes the {@code Content-Encoding} of a body in memory. */
final class ContentDecoding {

    private static final int ZLIB_METHOD = 8;

    private ContentDecoding() {}

    /**
     * The body as it was before it was encoded.
     *
     * @param encoding the header; {@code null} when there is none
     * @param largest how many bytes there may be afterwards
     * @return {@code null} if the encoding is not known, the body is damaged, or there are more bytes
     */
    static byte @Nullable [] decode(@Nullable String encoding, byte[] body, int largest) {
        String name = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
        try {
            return switch (name) {
                case "", "identity" -> body;
                case "gzip", "x-gzip" -> all(new GZIPInputStream(new ByteArrayInputStream(body)), largest);
                case "deflate" -> inflated(body, largest);
                default -> null;
            };
        } catch (IOException e) {
            return null;
        }
    }

    /** With zlib's wrapping as the standard wants it, or without as some servers do it. */
    private static byte @Nullable [] inflated(byte[] body, int largest) throws IOException {
        boolean wrapped = body.length >= 2
                && (body[0] & 0x0F) == ZLIB_METHOD
                && ((body[0] & 0xFF) << 8 | body[1] & 0xFF) % 31 == 0;
        Inflater inflater = new Inflater(!wrapped);
        try {
            return all(new InflaterInputStream(new ByteArrayInputStream(body), inflater), largest);
        } finally {
            inflater.end();
        }
    }

    private static byte @Nullable [] all(InputStream in, int largest) throws IOException {
        try (in) {
            byte[] bytes = in.readNBytes(largest + 1);
            return bytes.length > largest ? null : bytes;
        }
    }
}
