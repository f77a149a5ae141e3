package io.gptload.gateway.actuator;

import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.client.store.shared.SharedPool;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether the database answers. It never asks the database itself, so that a check takes no time however slow that is:
 * the pool asks every second. Without a database the gateway goes on from memory and is merely {@link #DEGRADED}.
 */
final class StoreHealth implements HealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED");

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SharedPool pool;
    private final KeyStateWriter keyStates;

    StoreHealth(SharedPool pool, KeyStateWriter keyStates) {
        this.pool = pool;
        this.keyStates = keyStates;
    }

    @Override
    public Health health() {
        boolean answers = pool.databaseAnswers() && pool.sinceDatabaseAnswered().compareTo(PATIENCE) < 0;
        return Health.status(answers ? Status.UP : DEGRADED)
                .withDetail("answeredSecondsAgo", pool.sinceDatabaseAnswered().toSeconds())
                .withDetail("keyStatesToWrite", keyStates.backlog())
                .build();
    }
}
