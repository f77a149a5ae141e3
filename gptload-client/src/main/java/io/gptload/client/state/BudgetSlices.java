package io.gptload.client.state;

import java.time.Instant;

/**
 * Where the processes of one pool take their slices of budgets from, so that together they stay within them. Slices are asked
 * for ahead of need and in the background; a process that gets no answer goes on with its own share. Implementations are
 * thread-safe.
 */
public interface BudgetSlices {

    /** Asks for a slice soon. Never blocks and never throws; the request is told what became of it, once, by any thread. */
    void ask(Request request);

    /** Forgets what was taken in a window: somebody said that it begins anew. Never blocks and never throws. */
    void forget(String window);

    /** How many processes take slices as far as is known, this one included; 1 or more. */
    int processes();

    /** How it does. */
    Figures figures();

    /** A slice that is wanted. */
    interface Request {

        /** Names the budget, whose it is, and the window: the same in all processes, and nothing of the key can be read from it. */
        String window();

        /** How much all processes may take together in this window; 1 or more. */
        long limit();

        /** How much is wanted; 1 or more. */
        long amount();

        /** When the window ends. */
        Instant until();

        /** So much was taken, from 0 to {@link #amount()}; less than that if no more is left. */
        void granted(long taken);

        /** There is no answer. */
        void failed();
    }

    /**
     * How it does.
     *
     * @param taken how many slices were taken
     * @param failed how many could not be
     */
    record Figures(long taken, long failed) {}
}
