package io.gptload.gateway.actuator;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.PoolCounts;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Names the groups that have no usable key at the moment. Always up: the other groups work, and so does the gateway. */
final class PoolHealth implements HealthIndicator {

    private final GptLoad engine;

    PoolHealth(GptLoad engine) {
        this.engine = engine;
    }

    @Override
    public Health health() {
        List<Group> groups = engine.groupNames().stream()
                .map(engine::findGroup)
                .filter(Objects::nonNull)
                .toList();
        List<String> exhausted = groups.stream()
                .filter(group -> isExhausted(group.counts()))
                .map(Group::name)
                .toList();
        return Health.up()
                .withDetail("groups", groups.size())
                .withDetail("withoutUsableKey", exhausted)
                .build();
    }

    /** A group all of whose keys somebody disabled is as it should be. */
    private static boolean isExhausted(PoolCounts counts) {
        return counts.ready() == 0 && (counts.total() == 0 || counts.disabled() < counts.total());
    }
}
