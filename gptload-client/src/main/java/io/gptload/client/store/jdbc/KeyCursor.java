package io.gptload.client.store.jdbc;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;

/** Keys in the order of their ids, a chunk in memory at a time. Not thread-safe. */
final class KeyCursor implements Iterator<KeyRow> {

    private final LongFunction<List<KeyRow>> read;
    private final int size;
    private List<KeyRow> chunk = List.of();
    private int next;
    private long last;
    private boolean end;

    /**
     * @param read a chunk of the keys behind an id
     * @param size of a chunk that is not the last
     */
    KeyCursor(LongFunction<List<KeyRow>> read, int size) {
        this.read = read;
        this.size = size;
    }

    @Override
    public boolean hasNext() {
        if (next == chunk.size() && !end) {
            chunk = read.apply(last);
            next = 0;
            end = chunk.size() < size;
        }
        return next < chunk.size();
    }

    @Override
    public KeyRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        KeyRow row = chunk.get(next++);
        last = row.id();
        return row;
    }
}
