package io.gptload.spring.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Sends what is meant for a host through a group.
 *
 * @param host host as it stands in the URL of a request, for instance api.openai.com; with a port only that port
 * @param group name of the group
 */
public record RouteProperties(
        @DefaultValue("") String host, @DefaultValue("") String group) {}
