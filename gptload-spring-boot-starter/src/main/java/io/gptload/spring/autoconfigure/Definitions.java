package io.gptload.spring.autoconfigure;

import io.gptload.client.config.AggregateConfig;
import io.gptload.client.config.GroupConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the properties come to.
 *
 * @param groups with keys and upstreams of their own
 * @param aggregates made of those
 * @param routes hosts and the groups their requests go through
 */
record Definitions(List<GroupConfig> groups, List<AggregateConfig> aggregates, List<RouteProperties> routes) {

    Definitions {
        groups = List.copyOf(groups);
        aggregates = List.copyOf(aggregates);
        routes = List.copyOf(routes);
    }

    /** All groups, of both kinds, by name; those that others are made of first. */
    Map<String, Object> byName() {
        Map<String, Object> all = new LinkedHashMap<>();
        groups.forEach(config -> all.put(config.name(), config));
        aggregates.forEach(config -> all.put(config.name(), config));
        return all;
    }

    /** Names of groups by host. */
    Map<String, String> groupByHost() {
        return routes.stream()
                .collect(Collectors.toMap(RouteProperties::host, RouteProperties::group, (first, later) -> first));
    }
}
