package io.gptload.client.http;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Server-sent events out of a body. */
final class SseEvents implements Caller.Events {

    /** Stops the call the body is from. */
    interface Stop {
        void run() throws Exception;
    }

    private final int status;
    private final BufferedReader lines;
    private final Stop stop;

    SseEvents(int status, InputStream body, Stop stop) {
        this.status = status;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8), 1);
        this.stop = stop;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public @Nullable String next() throws Exception {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data: ")) {
                return line.substring(6);
            }
        }
        return null;
    }

    @Override
    public void cancel() throws Exception {
        stop.run();
    }
}
