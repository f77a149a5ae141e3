package io.gptload.spring.autoconfigure;

import io.gptload.client.config.UpstreamConfig;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One base URL.
 *
 * @param url base URL; the path of a request is put behind it
 * @param weight share of the requests relative to the other base URLs; 0 for none
 */
public record UpstreamProperties(
        @DefaultValue("") String url, @DefaultValue("1") int weight) {

    /** A base URL that is written without a weight. */
    public static UpstreamProperties of(String url) {
        return new UpstreamProperties(url, UpstreamConfig.DEFAULT_WEIGHT);
    }

    /** Without the URL, which may hold a password. */
    @Override
    public String toString() {
        return "UpstreamProperties[weight=" + weight + "]";
    }
}
