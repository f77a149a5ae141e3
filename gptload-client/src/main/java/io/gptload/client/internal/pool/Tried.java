package io.gptload.client.internal.pool;

import java.util.Arrays;

/** The keys a call must not use again. Confined to its session. */
public final class Tried {

    private static final KeyCell[] NONE = {};

    private KeyCell[] cells = NONE;
    private int size;

    /** Adds a key. */
    public void add(KeyCell cell) {
        if (!contains(cell)) {
            if (size == cells.length) {
                cells = Arrays.copyOf(cells, Math.max(4, 2 * size));
            }
            cells[size++] = cell;
        }
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
