package io.gptload.client.store.shared;

import io.gptload.client.state.BudgetSlices;
import org.jspecify.annotations.Nullable;

/**
 * Carries notices between processes, fast but without promise: the database is the truth, and what is missed here is read
 * there. Implementations are thread-safe.
 */
public interface StateChannel extends AutoCloseable {

    /** Starts to listen; connects in the background, and again whenever the connection breaks. Called once. */
    void open(Receiver receiver);

    /** Sends a notice soon. Never blocks and never throws; what finds no room is counted, and the others look it up. */
    void send(StateNotice notice);

    /** Where the processes that are told of changes take their slices of budgets; {@code null} when each counts by itself. */
    default @Nullable BudgetSlices budgets() {
        return null;
    }

    /** How it does. */
    Figures figures();

    /** Sends what waits if that is possible at once, and stops. */
    @Override
    void close();

    /** Who takes notices; called by one thread at a time. */
    interface Receiver {

        /** Takes a notice of another process, seldom more than once. */
        void received(StateNotice notice);

        /** Notices may have been missed. */
        void missed();
    }

    /**
     * How a channel does.
     *
     * @param connected whether it is connected both ways
     * @param sent how many notices went out
     * @param received how many came in
     * @param dropped how many found no room
     * @param gaps how often notices were missed
     * @param lagMillis how long the last one took, by the clocks of both processes
     */
    record Figures(boolean connected, long sent, long received, long dropped, long gaps, long lagMillis) {}
}
