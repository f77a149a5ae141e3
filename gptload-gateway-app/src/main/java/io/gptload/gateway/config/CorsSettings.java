package io.gptload.gateway.config;

import java.util.List;

/**
 * Which web pages of other origins may call.
 *
 * @param enabled whether any may
 * @param origins allowed origins, {@code *} for all; not empty if enabled
 * @param methods allowed methods
 * @param headers allowed request headers, {@code *} for all
 * @param credentials whether they may send credentials
 */
public record CorsSettings(
        boolean enabled, List<String> origins, List<String> methods, List<String> headers, boolean credentials) {

    /** Copies the lists. */
    public CorsSettings {
        origins = List.copyOf(origins);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
    }
}
