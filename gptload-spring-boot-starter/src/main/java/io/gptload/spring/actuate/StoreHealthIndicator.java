package io.gptload.spring.actuate;

import io.gptload.client.store.shared.SharedPool;
import io.gptload.client.store.shared.StateChannel;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether the database the pool is shared through answers, and the Redis, if there is one. They are not asked for this; the
 * pool asks the database every second. Without it calls go on from memory, and without Redis changes are found in the
 * database, so it is merely {@link #DEGRADED}.
 */
public final class StoreHealthIndicator implements HealthIndicator {

    /** Works, but not with all there is. */
    public static final Status DEGRADED = new Status("DEGRADED");

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SharedPool pool;

    /** @param pool whose database is meant */
    public StoreHealthIndicator(SharedPool pool) {
        this.pool = pool;
    }

    @Override
    public Health health() {
        Duration since = pool.sinceDatabaseAnswered();
        boolean answers = pool.databaseAnswers() && since.compareTo(PATIENCE) < 0;
        StateChannel.Figures channel = pool.channelFigures();
        Health.Builder health = Health.status(
                        answers && (channel == null || channel.connected()) ? Status.UP : DEGRADED)
                .withDetail("answeredSecondsAgo", since.toSeconds())
                .withDetail("keyStatesToWrite", pool.keyStates().backlog());
        return (channel == null ? health : health.withDetail("redisConnected", channel.connected())).build();
    }
}
