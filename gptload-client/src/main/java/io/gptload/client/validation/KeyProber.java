package io.gptload.client.validation;

import io.gptload.client.event.KeyRef;

/**
 * Finds out whether keys of one group work by using them: a real call with that key alone, whose outcome counts as that of any
 * other. Thread-safe.
 */
public interface KeyProber {

    /** Tries a key. Blocks until it is known, at most for as long as one answer may take. Never throws. */
    KeyVerdict test(KeyRef key);

    /** Ends the tests under way, and those to come before they begin; nobody is blamed. */
    void cancel();
}
