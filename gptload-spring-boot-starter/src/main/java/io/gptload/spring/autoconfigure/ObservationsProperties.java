package io.gptload.spring.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Observations, of which Micrometer makes spans and timers.
 *
 * @param enabled whether to observe the attempts of calls
 */
public record ObservationsProperties(@DefaultValue("true") boolean enabled) {}
