package io.gptload.spring.observation;

import io.gptload.client.config.GroupConfig;
import io.gptload.client.policy.Category;
import io.gptload.client.policy.FailureKind;
import io.gptload.client.session.Attempt;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/** One attempt. Nothing is put into its request: what providers are sent is up to the caller. */
public final class AttemptContext extends SenderContext<Object> {

    private final GenAiOperation operation;
    private final Attempt attempt;
    private final @Nullable GroupConfig group;
    private int status;
    private @Nullable FailureKind failure;
    private @Nullable Category category;
    private @Nullable String ruleId;

    AttemptContext(GenAiOperation operation, Attempt attempt, @Nullable GroupConfig group) {
        super((carrier, name, value) -> {}, Kind.CLIENT);
        this.operation = operation;
        this.attempt = attempt;
        this.group = group;
        setCarrier(attempt);
    }

    void judged(int withStatus, @Nullable FailureKind withFailure, Category as, String byRule) {
        status = withStatus;
        failure = withFailure;
        category = as;
        ruleId = byRule;
    }

    GenAiOperation operation() {
        return operation;
    }

    /** What is sent. Its {@code secret()}, {@code url()} and {@code headers()} are not to be shown. */
    public Attempt attempt() {
        return attempt;
    }

    /** The definition of the group; {@code null} if it was removed. */
    public @Nullable GroupConfig group() {
        return group;
    }

    /** The upstream's status, 0 when there is none or not yet. */
    public int status() {
        return status;
    }

    /** What broke, if anything did. */
    public @Nullable FailureKind failure() {
        return failure;
    }

    /** How the attempt was judged; {@code null} while it is under way. */
    public @Nullable Category category() {
        return category;
    }

    /** The rule that decided; {@code null} while it is under way. */
    public @Nullable String ruleId() {
        return ruleId;
    }
}
