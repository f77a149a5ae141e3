package io.gptload.client.http.okhttp;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okio.BufferedSource;
import okio.Timeout;

/**
 * What nobody wants to read of a body. When its end is near it is read, so that the connection can be used again; else the
 * call is cancelled, so that the upstream stops.
 */
final class Leftovers {

    private static final long NEAR_MILLIS = 20;

    private Leftovers() {}

    static void drop(BufferedSource source, Call call) {
        Timeout timeout = source.timeout();
        timeout.deadline(NEAR_MILLIS, TimeUnit.MILLISECONDS);
        try {
            while (!source.exhausted()) {
                source.skip(source.getBuffer().size());
            }
            timeout.clearDeadline();
        } catch (IOException | IllegalStateException e) { // too far away, broken or closed already
            call.cancel();
        }
    }
}
