package io.gptload.spring.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Finds meters by their labels; for the rare moments when some have to go. */
final class MetersOf {

    static final String GROUP = "group";
    static final String UPSTREAM = "upstream";

    private static final String OURS = "gptload.";

    private MetersOf() {}

    static List<Meter> group(MeterRegistry registry, String group) {
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(OURS)
                        && group.equals(meter.getId().getTag(GROUP)))
                .toList();
    }
}
