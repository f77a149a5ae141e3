package io.gptload.client.store.jdbc;

/** How many keys there are by status. */
public record KeyCounts(long active, long invalid) {

    /** No keys. */
    public static final KeyCounts NONE = new KeyCounts(0, 0);

    /** All of them. */
    public long total() {
        return active + invalid;
    }
}
