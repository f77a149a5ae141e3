package io.gptload.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How processes that share a database tell each other of changes at once, rather than within a second or two.
 *
 * @param enabled whether to use Redis if there is one
 * @param url redis:// or rediss:// with host, port, database and credentials; the Redis of the application when not set
 * @param prefix beginning of the names of channels; pools that share a Redis need different ones
 */
public record RedisProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String url,
        @DefaultValue("gptload:") String prefix) {

    /** A URL that is blank is none. */
    public RedisProperties {
        url = url == null || url.isBlank() ? null : url;
    }

    /** Without the URL, which may hold a password. */
    @Override
    public String toString() {
        return "RedisProperties[enabled=" + enabled + ", prefix=" + prefix + "]";
    }
}
