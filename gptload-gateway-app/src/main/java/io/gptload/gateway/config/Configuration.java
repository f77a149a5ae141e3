package io.gptload.gateway.config;

import java.util.List;

/**
 * What reading the environment came to.
 *
 * @param settings complete only if there are no problems
 * @param problems why the gateway must not start
 * @param warnings what it starts in spite of
 */
record Configuration(GatewaySettings settings, List<Problem> problems, List<String> warnings) {

    Configuration {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** What was read without a source that should have counted: that alone is the problem, the others may come of it. */
    Configuration spoiledBy(Problem source) {
        return new Configuration(settings, List.of(source), List.of());
    }
}
