package io.gptload.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a case is to be sent, and what comes back. */
record Endpoint(int port, String path, String key, Payload payload) {

    private static final int TIMEOUT_MILLIS = 30_000;

    byte[] request() {
        return PlainConnection.post(path, key, payload.accept(), payload.request());
    }

    PlainConnection connect() throws IOException {
        return new PlainConnection(port, TIMEOUT_MILLIS);
    }

    byte[] expected() {
        return String.join("", payload.answer()).getBytes(StandardCharsets.US_ASCII);
    }

    /** Fails if this is not the right answer. */
    void check(PlainAnswer answer, byte[] expected) {
        if (answer.status() != 200) {
            throw new IllegalStateException("Port " + port + path + " answered " + answer.status());
        }
        if (!Arrays.equals(answer.body(), expected)) {
            throw new IllegalStateException("Port " + port + path + " answered with " + answer.body().length
                    + " bytes instead of the " + expected.length + " it should have");
        }
    }

    /** Asks once. */
    void check() throws IOException {
        try (PlainConnection connection = connect()) {
            connection.send(request());
            check(connection.answer(), expected());
        }
    }
}
