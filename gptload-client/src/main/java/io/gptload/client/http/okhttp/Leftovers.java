package io.gptload.client.http.okhttp;

import io.gptload.client.session.Timeouts;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okio.BufferedSource;
import okio.Sink;
import okio.Timeout;

/**
 * What nobody wants to read of a body. When its end is near it is read, so that the connection can be used again; else the
 * call is cancelled, so that the upstream stops.
 */
final class Leftovers {

    private Leftovers() {}

    /**
     * Reads or cancels it.
     *
     * @param witness is shown what is read
     * @return whether it was read to its end
     */
    static boolean drop(BufferedSource source, Call call, Sink witness) {
        Timeout timeout = source.timeout();
        timeout.deadline(Timeouts.LEFTOVERS.toNanos(), TimeUnit.NANOSECONDS);
        try {
            source.readAll(witness);
            timeout.clearDeadline();
            return true;
        } catch (IOException | IllegalStateException e) { // too far away, broken or closed already
            call.cancel();
            return false;
        }
    }
}
