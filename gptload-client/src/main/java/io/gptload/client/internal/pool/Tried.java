package io.gptload.client.internal.pool;

import java.util.Arrays;

/** The keys a call must not use again. Confined to its session. */
public final class Tried {

    private static final KeyCell[] NONE = {};

    private KeyCell[] cells = NONE;
    private int size;
    private boolean waiting;

    /** Adds a key. */
    public void add(KeyCell cell) {
        if (!contains(cell)) {
            if (size == cells.length) {
                cells = Arrays.copyOf(cells, Math.max(4, 2 * size));
            }
            cells[size++] = cell;
        }
    }

    /** Adds a key that may be of use again in a moment, when it is known whether there is more of its budget. */
    void addWaiting(KeyCell cell) {
        add(cell);
        waiting = true;
    }

    /** Whether a key among them may be of use again in a moment. */
    public boolean anyWaiting() {
        return waiting;
    }

    /** Whether that key was added. */
    public boolean contains(KeyCell cell) {
        for (int i = 0; i < size; i++) {
            if (cells[i] == cell) {
                return true;
            }
        }
        return false;
    }

    /** How many. */
    public int size() {
        return size;
    }
}
