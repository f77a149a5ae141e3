package io.gptload.client.session;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a record of calls, whatever they are made with: asked for an observer of each that has none of its own. Must be
 * thread-safe and quick; what it throws is logged, counted and otherwise ignored.
 */
@FunctionalInterface
public interface CallRecorder {

    /**
     * A call begins, on the caller's thread.
     *
     * @param group the group it is addressed to
     * @return told what becomes of it; {@code null} to leave it out
     */
    @Nullable
    CallObserver begin(String group, CallRequest request);
}
