package io.gptload.client.policy;

import io.gptload.client.config.StatusCodes;
import io.gptload.client.wire.Channel;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges outcomes. A pure function of what it is given: no state, no clock, no I/O; safe to share between threads.
 */
public interface FailurePolicy {

    /**
     * Who is to blame for an outcome, and what follows.
     *
     * @param outcome what the attempt ended in
     * @param now the instant that dates in the answer are compared with
     */
    Verdict judge(Outcome outcome, Instant now);

    /**
     * Blames the one thing at fault, as far as the answer tells: the user's rules first, in their order, then the built-in
     * ones. A success is a success unless a user's rule names its status.
     *
     * <p>{@code failover} decides whether another attempt is made after an answer, never who is to blame for it: a status
     * outside is relayed, and what it says about a key, an account or an upstream holds all the same.
     *
     * @param channel the wire format of the group
     * @param provider the provider preset of the group, {@code null} for none
     * @param userRules rules that go before the built-in ones
     * @param failover the group's {@code failover_status_codes}
     */
    static FailurePolicy smart(
            Channel channel, @Nullable String provider, List<FailureRule> userRules, StatusCodes failover) {
        return new SmartPolicy(RuleIndex.of(channel, provider, userRules, FailureRules.builtIn()), failover);
    }

    /**
     * What gpt-load does: an answer whose status is in {@code failover}, and an exchange without an answer, is a strike
     * against the key and is tried again, except that two messages are not held against the key; any other answer is
     * relayed.
     *
     * @param failover the group's {@code failover_status_codes}
     */
    static FailurePolicy gptLoad(StatusCodes failover) {
        return new GptLoadPolicy(failover);
    }
}
