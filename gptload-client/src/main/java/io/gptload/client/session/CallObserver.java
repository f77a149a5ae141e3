package io.gptload.client.session;

import io.gptload.client.policy.Category;

/**
 * Told what becomes of one call, for whoever keeps a record of calls. Called on the thread that drives the call or reads its
 * answer, once for each attempt; must be quick and must not throw.
 */
public interface CallObserver {

    /** An attempt is over; if its response was relayed, so is the response's body. */
    void onAttempt(AttemptReport report);

    /** The caller is given this answer, which is not the response of the attempt that was made last. */
    void onAnswer(Answer answer, Category category);

    /** The caller went away before there was an answer. */
    void onCancelled();
}
