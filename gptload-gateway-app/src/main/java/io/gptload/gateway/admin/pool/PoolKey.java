package io.gptload.gateway.admin.pool;

import io.gptload.client.Explanation;
import io.gptload.client.policy.Category;
import io.gptload.gateway.web.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key as the pool knows it; the key itself is masked.
 *
 * @param hash SHA-256 of the key, which names it in paths; what the key is stored under does too
 * @param model the model it cools for; {@code null} for all
 * @param reason why it would or would not be chosen, in words
 */
record PoolKey(
        String group,
        String key,
        String hash,
        String state,
        @Nullable String cause,
        @Nullable String ruleId,
        @Nullable String model,
        @Nullable OffsetDateTime until,
        int strikes,
        int inFlight,
        String reason) {

    static PoolKey of(PoolMember member) {
        Explanation.Key key = member.key();
        Category cause = key.cause();
        return new PoolKey(
                member.group(),
                key.key().masked(),
                key.key().hash(),
                id(key.state()),
                cause == null ? null : cause.id(),
                key.ruleId(),
                key.model(),
                LocalTime.ofNullable(key.until()),
                key.strikes(),
                key.inFlight(),
                reason(key));
    }

    /** The state as the API names it. */
    static String id(Explanation.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String reason(Explanation.Key key) {
        return switch (key.state()) {
            case READY -> "in rotation";
            case INVALID -> "taken out until it is restored";
            case COOLING ->
                "rests until " + LocalTime.ofNullable(key.until())
                        + (key.model() == null ? "" : " for model " + key.model()) + ": " + key.cause() + " ("
                        + key.ruleId() + ")";
        };
    }
}
