package io.gptload.gateway.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * A client's request body: in memory up to a limit, so that it can be edited and sent again, and as a stream beyond it.
 *
 * @param bytes all of it; {@code null} when it is too large
 * @param toSend what goes to OkHttp; {@code null} when the request has no body
 */
record IncomingBody(byte @Nullable [] bytes, @Nullable RequestBody toSend) {

    private static final byte[] NONE = {};

    /** A length that is believed before its bytes are there. */
    private static final int SMALL = 64 << 10;

    /** More than the server takes. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(long limit) {
            super("The request body is larger than " + limit + " bytes");
        }
    }

    /**
     * Reads what has to be read.
     *
     * @param inMemory how many bytes may be kept
     * @param largest how many bytes are taken at all
     * @throws TooLargeException if it says that it has more, or has
     */
    static IncomingBody read(HttpServletRequest request, long inMemory, long largest) throws IOException {
        long length = request.getContentLengthLong();
        if (length > largest) {
            throw new TooLargeException(largest);
        }
        boolean none = length <= 0 && request.getHeader("Transfer-Encoding") == null;
        if (none) {
            return new IncomingBody(NONE, takesBody(request.getMethod()) ? RequestBody.create(NONE, null) : null);
        }
        InputStream in = request.getInputStream();
        if (length > inMemory) {
            return new IncomingBody(null, new Streamed(in, length, largest));
        }
        if (length > 0 && length <= SMALL) {
            byte[] all = new byte[(int) length];
            if (in.readNBytes(all, 0, all.length) < all.length) {
                throw new EOFException("The client went away before its request was complete");
            }
            return new IncomingBody(all, RequestBody.create(all, null));
        }
        byte[] head = in.readNBytes((int) Math.min(inMemory + 1, Integer.MAX_VALUE - 8));
        if (head.length <= inMemory) {
            return new IncomingBody(head, RequestBody.create(head, null));
        }
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), in);
        return new IncomingBody(null, new Streamed(all, -1, largest));
    }

    private static boolean takesBody(String method) {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }

    private static final class Streamed extends RequestBody {

        private final InputStream in;
        private final long length;
        private final long largest;

        Streamed(InputStream in, long length, long largest) {
            this.in = in;
            this.length = length;
            this.largest = largest;
        }

        @Override
        public @Nullable MediaType contentType() {
            return null; // the header stays as the client wrote it
        }

        @Override
        public long contentLength() {
            return length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            try (Source source = Okio.source(in)) {
                long sent = 0;
                for (long n = source.read(sink.getBuffer(), 8192); n >= 0; n = source.read(sink.getBuffer(), 8192)) {
                    sent += n;
                    if (sent > largest) {
                        throw new TooLargeException(largest);
                    }
                    sink.emitCompleteSegments();
                }
            }
        }
    }
}
