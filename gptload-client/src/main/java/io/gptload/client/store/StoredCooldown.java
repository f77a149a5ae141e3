package io.gptload.client.store;

import io.gptload.client.policy.Category;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key is out of rotation until an instant, as a store remembers it.
 *
 * @param model the model it is out for; {@code null} for all
 * @param until when it ends, on the wall clock
 * @param cause why
 * @param ruleId the rule that said so
 */
public record StoredCooldown(@Nullable String model, Instant until, Category cause, String ruleId) {}
