package io.gptload.client.http;

import io.gptload.client.wire.HeaderView;
import java.io.IOException;

/** A response at hand, as the attempt loop needs to see it. Used by one thread. */
public interface Exchange extends AutoCloseable {

    /** The HTTP status. */
    int status();

    /** The response's headers. */
    HeaderView headers();

    /**
     * Reads on in the body without taking anything away from whoever reads it later. Blocks until there is something.
     *
     * @param into where to; filled from its start
     * @return how many bytes, at least 1; -1 at the end
     * @throws IOException if the body breaks off
     */
    int peek(byte[] into) throws IOException;

    /** Drops the response and what is left of its body. Never throws. */
    @Override
    void close();
}
