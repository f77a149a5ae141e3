package io.gptload.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body of known length or in chunks, without its framing. */
final class PlainBody extends InputStream {

    private final InputStream in;
    private final boolean chunked;
    private long left;
    private boolean first = true;
    private boolean ended;

    PlainBody(InputStream in, long length) {
        this.in = in;
        this.chunked = length == AnswerHead.CHUNKED;
        this.left = chunked ? 0 : length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !nextChunk()) {
            return -1;
        }
        int n = in.read(target, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw new EOFException("The connection ended within the body");
        }
        left -= n;
        return n;
    }

    private boolean nextChunk() throws IOException {
        if (!chunked || ended) {
            return false;
        }
        if (!first) {
            PlainConnection.line(in);
        }
        first = false;
        left = Long.parseLong(PlainConnection.line(in).split(";", 2)[0].strip(), 16);
        if (left == 0) {
            ended = true;
            while (!PlainConnection.line(in).isEmpty()) {
                // trailers
            }
        }
        return !ended;
    }
}
