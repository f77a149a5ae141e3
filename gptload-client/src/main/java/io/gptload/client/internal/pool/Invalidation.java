package io.gptload.client.internal.pool;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a key was taken out for good.
 *
 * @param at when, on the wall clock; {@code null} if not known
 * @param ruleId the rule that said so; empty if not known
 */
public record Invalidation(@Nullable Instant at, String ruleId) {

    static final Invalidation UNKNOWN = new Invalidation(null, "");
}
