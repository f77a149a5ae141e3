package io.gptload.gateway.actuator;

import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.gateway.catalog.Catalog;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether the database answers. It never asks the database itself, so that a check takes no time however slow that is:
 * the catalogue asks every second. Without a database the gateway goes on from memory and is merely {@link #DEGRADED}.
 */
final class StoreHealth implements HealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED");

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Catalog catalog;
    private final KeyStateWriter keyStates;

    StoreHealth(Catalog catalog, KeyStateWriter keyStates) {
        this.catalog = catalog;
        this.keyStates = keyStates;
    }

    @Override
    public Health health() {
        boolean answers =
                catalog.databaseAnswers() && catalog.sinceDatabaseAnswered().compareTo(PATIENCE) < 0;
        return Health.status(answers ? Status.UP : DEGRADED)
                .withDetail(
                        "answeredSecondsAgo", catalog.sinceDatabaseAnswered().toSeconds())
                .withDetail("keyStatesToWrite", keyStates.backlog())
                .build();
    }
}
