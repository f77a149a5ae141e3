package io.gptload.client.internal.engine;

import io.gptload.client.policy.Verdict;
import io.gptload.client.session.AttemptReport;
import io.gptload.client.wire.HeaderView;

/** What becomes of an attempt, for whom it may concern. */
interface AttemptNews {

    /** Concerns nobody: most calls, and they should not pay for it. */
    AttemptNews TO_NOBODY = new AttemptNews() {};

    /** @param again whether the call goes on after it */
    default void judged(Verdict verdict, boolean again) {}

    /** There was no verdict: the call was cancelled. */
    default void cancelled() {}

    /** The attempt is over and nothing of it was relayed. */
    default void ended(Verdict verdict, AttemptReport.Sequel sequel) {}

    /** The response with these headers will be relayed. */
    default void relaying(HeaderView headers) {}

    /** Whether it wants to be told of the parts that are. */
    default boolean wantsParts() {
        return false;
    }

    /** A part of it was. */
    default void part(byte[] bytes, int offset, int length) {}

    /** It is over, or as much of it as there will be. */
    default void relayed(Verdict verdict) {}
}
