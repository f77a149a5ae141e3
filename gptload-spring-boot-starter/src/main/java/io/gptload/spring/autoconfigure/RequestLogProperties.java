package io.gptload.spring.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The request log of the database that is shared.
 *
 * @param enabled whether the calls of this application are written to it; only with a database
 */
public record RequestLogProperties(@DefaultValue("true") boolean enabled) {}
