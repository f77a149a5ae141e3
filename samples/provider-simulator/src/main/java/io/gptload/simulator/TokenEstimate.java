package io.gptload.simulator;

import java.nio.charset.StandardCharsets;

/**
 * The estimated size of a request and of its reply: a token for every four bytes, rounded up. The request counts with its whole
 * body, the reply with its text.
 *
 * @param input tokens of the request
 * @param output tokens of the reply
 */
record TokenEstimate(long input, long output) {
    private static final int BYTES_PER_TOKEN = 4;

    static TokenEstimate of(byte[] body, String replyText) {
        return new TokenEstimate(tokens(body.length), tokens(replyText.getBytes(StandardCharsets.UTF_8).length));
    }

    long total() {
        return input + output;
    }

    private static long tokens(long bytes) {
        return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }
}
