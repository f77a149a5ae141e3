package io.gptload.spring.actuate;

import io.gptload.client.GptLoad;
import io.gptload.client.PoolCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of the pools: up, also while groups are {@linkplain #LOW low} or have no key ready for a while; down when all
 * keys of a group are invalid, for then nothing brings it back by itself. Asks nobody, so it takes no time.
 */
public final class PoolHealthIndicator implements HealthIndicator {

    /** A group is low when not more than one in so many of its keys are ready. */
    public static final int LOW = 5;

    private final GptLoad engine;

    /** @param engine whose groups are looked at */
    public PoolHealthIndicator(GptLoad engine) {
        this.engine = engine;
    }

    @Override
    public Health health() {
        Map<String, PoolCounts> counts = new TreeMap<>();
        engine.groupNames().stream()
                .map(engine::findGroup)
                .filter(Objects::nonNull)
                .forEach(group -> counts.put(group.name(), group.counts()));
        List<String> low = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        List<String> dead = new ArrayList<>();
        counts.forEach((name, keys) -> {
            int meant = keys.total() - keys.disabled();
            if (keys.ready() + keys.cooling() == 0 && (meant > 0 || keys.total() == 0)) {
                dead.add(name);
            } else if (keys.ready() == 0 && meant > 0) {
                empty.add(name);
            } else if (meant >= LOW && keys.ready() * LOW <= meant) {
                low.add(name);
            }
        });
        return Health.status(dead.isEmpty() ? Status.UP : Status.DOWN)
                .withDetail("groups", counts)
                .withDetail("low", low)
                .withDetail("withoutReadyKey", empty)
                .withDetail("withoutValidKey", dead)
                .build();
    }
}
