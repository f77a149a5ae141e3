package io.gptload.gateway.actuator;

import io.gptload.client.store.shared.SharedPool;
import io.gptload.client.store.shared.StateChannel;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether nodes tell each other of changes at once. Without it they find them in the database a second or two later, so the
 * gateway is merely {@link StoreHealth#DEGRADED}. Asks nobody.
 */
final class RedisHealth implements HealthIndicator {

    private final SharedPool pool;

    RedisHealth(SharedPool pool) {
        this.pool = pool;
    }

    @Override
    public Health health() {
        StateChannel.Figures figures = pool.channelFigures();
        if (figures == null) {
            return Health.up().withDetail("configured", false).build();
        }
        return Health.status(figures.connected() ? Status.UP : StoreHealth.DEGRADED)
                .withDetail("configured", true)
                .build();
    }
}
