package io.gptload.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request the provider has seen, and how it was answered.
 *
 * @param at when it arrived, on the simulator's clock
 * @param maskedKey the key, good for display
 * @param key the key, or null if the request had none
 * @param protocol what it asked for
 * @param path its path as sent
 * @param model the model it named, or null
 * @param status the status of the answer; 0 if there was none
 * @param headers the headers of the request
 */
public record SimulatedCall(
        Instant at,
        String maskedKey,
        @Nullable String key,
        SimulatedProtocol protocol,
        String path,
        @Nullable String model,
        int status,
        Map<String, List<String>> headers) {

    /**
     * Returns the first value of a header of the request, or null.
     *
     * @param name the name in any case
     */
    public @Nullable String header(String name) {
        return HeaderMap.first(headers, name);
    }

    /** Shows neither the key nor the headers, which contain it. */
    @Override
    public String toString() {
        return at + " " + maskedKey + " " + protocol + " " + path + " model=" + model + " -> " + status;
    }
}
