package io.gptload.client.policy;

import io.gptload.client.config.StatusCodes;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The literal behaviour of gpt-load 1.4. */
final class GptLoadPolicy implements FailurePolicy {

    private static final Verdict STRIKE =
            new Verdict(Category.KEY_REJECTED, Scope.KEY, Retry.RETRY, false, null, false, "gpt_load.strike");
    private static final Verdict UNCOUNTED =
            new Verdict(Category.UPSTREAM_ERROR, Scope.NONE, Retry.RETRY, false, null, false, "gpt_load.uncounted");
    private static final Verdict RELAY =
            new Verdict(Category.CLIENT_ERROR, Scope.NONE, Retry.NONE, false, null, false, "gpt_load.relay");

    private final StatusCodes failover;

    GptLoadPolicy(StatusCodes failover) {
        this.failover = failover;
    }

    @Override
    public Verdict judge(Outcome outcome, Instant now) {
        if (outcome.failure() != null || outcome.status() == 0) {
            return STRIKE;
        }
        if (!failover.contains(outcome.status())) {
            return outcome.isSuccess() ? Verdict.SUCCESS : RELAY;
        }
        return isUncounted(outcome.error().message()) ? UNCOUNTED : STRIKE;
    }

    private static boolean isUncounted(@Nullable String message) {
        if (message == null) {
            return false;
        }
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("resource has been exhausted")
                || text.contains("please reduce the length of the messages");
    }
}
