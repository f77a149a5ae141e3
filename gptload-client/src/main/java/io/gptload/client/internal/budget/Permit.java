package io.gptload.client.internal.budget;

/** What became of asking a budget for one more request. */
public enum Permit {
    /** Taken. */
    TAKEN,
    /** Taken, and it was the last of its window. */
    LAST,
    /** Not taken: there is none left in this window. */
    SPENT,
    /** Not taken: there may be more, which will be known in a moment. */
    PENDING
}
