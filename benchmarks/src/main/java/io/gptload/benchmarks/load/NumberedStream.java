package io.gptload.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A stream whose events carry their number, so that a missing, repeated or foreign one is noticed.
 *
 * @param events how many there are before the one that ends the stream
 * @param bytes of each event
 */
record NumberedStream(int events, int bytes) {

    private static final String LAST = "data: [DONE]";

    /** What the provider sends. */
    Iterator<byte[]> parts() {
        return IntStream.rangeClosed(1, events + 1)
                .mapToObj(i -> ((i > events ? LAST : event(i)) + "\n\n").getBytes(StandardCharsets.US_ASCII))
                .iterator();
    }

    private String event(int number) {
        String start = "data: {\"n\":" + number + ",\"text\":\"";
        return start + "x".repeat(Math.max(0, bytes - start.length() - 4)) + "\"}";
    }

    /**
     * Reads a stream to its end.
     *
     * @param onEvent gets the number of each event as it came
     * @throws IOException if anything differs from what the provider sent
     */
    void verify(InputStream body, IntConsumer onEvent) throws IOException {
        InputStream in = new BufferedInputStream(body, 1024);
        for (int i = 1; i <= events; i++) {
            expect(event(i), in);
            onEvent.accept(i);
        }
        expect(LAST, in);
        if (in.read() >= 0) {
            throw new IOException("There is more after the end of the stream");
        }
    }

    private static void expect(String event, InputStream in) throws IOException {
        String line = PlainConnection.line(in);
        if (!line.equals(event) || !PlainConnection.line(in).isEmpty()) {
            throw new IOException("Not the event expected: " + beginning(line) + " instead of " + beginning(event));
        }
    }

    private static String beginning(String line) {
        return line.substring(0, Math.min(line.length(), 60));
    }
}
