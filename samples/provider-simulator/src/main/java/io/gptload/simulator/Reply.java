package io.gptload.simulator;

import java.time.Instant;
import java.util.List;

/**
 * A successful answer, before it takes the shape of a protocol.
 *
 * @param id tells this answer from all others
 * @param at when it was made
 * @param model the model asked for
 * @param pieces the text, in the pieces in which it is streamed
 * @param inputTokens the estimated size of the request
 * @param outputTokens the estimated size of the text
 */
record Reply(String id, Instant at, String model, List<String> pieces, long inputTokens, long outputTokens) {

    static Reply to(String id, Instant at, String model, TokenEstimate tokens) {
        return new Reply(id, at, model, pieces(model), tokens.input(), tokens.output());
    }

    static List<String> pieces(String model) {
        return List.of("Hello", " from", " " + model);
    }

    String text() {
        return String.join("", pieces);
    }

    long created() {
        return at.getEpochSecond();
    }

    long totalTokens() {
        return inputTokens + outputTokens;
    }
}
