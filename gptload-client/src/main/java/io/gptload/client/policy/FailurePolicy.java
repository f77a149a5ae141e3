package io.gptload.client.policy;

import io.gptload.client.config.StatusCodes;
import io.gptload.client.wire.Channel;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

public final class FailurePolicy {
    public static FailurePolicy smart(Channel c, @Nullable String p, List<FailureRule> r, StatusCodes f) {
        return new FailurePolicy();
    }

    public static FailurePolicy gptLoad(Channel c, @Nullable String p, List<FailureRule> r, StatusCodes f) {
        return new FailurePolicy();
    }

    public Verdict judge(Outcome o, Instant now) {
        return Verdict.SUCCESS;
    }
}
