package io.gptload.client.internal.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A set of slots as a tree of 64-bit words: a bit of an upper level says that the word below it is not zero. Finding the
 * next member takes at most one step up and one down per level, so three levels serve 262,144 slots and four 16 million.
 *
 * <p>Any thread may search at any time. Writers must be serialised by the caller; a search that runs beside a write sees
 * the set as it was before or after it.
 */
final class ReadySet {

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int BITS = 6;

    private final long[][] levels;

    ReadySet(int capacity) {
        int words = wordsFor(Math.max(1, capacity));
        int height = 1;
        for (int w = words; w > 1; w = wordsFor(w)) {
            height++;
        }
        levels = new long[height][];
        for (int level = 0; level < height; level++) {
            levels[level] = new long[words];
            words = wordsFor(words);
        }
    }

    private static int wordsFor(int bits) {
        return (bits + 63) >>> BITS;
    }

    int capacity() {
        return levels[0].length << BITS;
    }

    boolean isEmpty() {
        return (long) WORD.getVolatile(levels[levels.length - 1], 0) == 0;
    }

    boolean contains(int slot) {
        return (((long) WORD.getVolatile(levels[0], slot >>> BITS)) & (1L << slot)) != 0;
    }

    /** Adds or removes a slot. Callers are serialised. */
    void set(int slot, boolean member) {
        if (member) {
            add(slot);
        } else {
            remove(slot);
        }
    }

    private void add(int slot) {
        int position = slot;
        for (long[] words : levels) {
            int word = position >>> BITS;
            long before = words[word];
            WORD.setVolatile(words, word, before | (1L << position));
            if (before != 0) {
                return;
            }
            position = word;
        }
    }

    private void remove(int slot) {
        int position = slot;
        for (long[] words : levels) {
            int word = position >>> BITS;
            long after = words[word] & ~(1L << position);
            WORD.setVolatile(words, word, after);
            if (after != 0) {
                return;
            }
            position = word;
        }
    }

    /** The first member at or after {@code from}, going round at the end; -1 when the set is empty. */
    int next(int from) {
        int found = ceiling(from);
        return found >= 0 || from == 0 ? found : ceiling(0);
    }

    private int ceiling(int from) {
        int position = from;
        for (int level = 0; level < levels.length; level++) {
            long[] words = levels[level];
            int word = position >>> BITS;
            if (word >= words.length) {
                return -1;
            }
            long bits = (long) WORD.getVolatile(words, word) & (-1L << position);
            if (bits == 0) {
                position = word + 1;
                continue;
            }
            position = (word << BITS) | Long.numberOfTrailingZeros(bits);
            int below = level;
            while (below > 0) {
                long inner = (long) WORD.getVolatile(levels[below - 1], position);
                if (inner == 0) {
                    break; // emptied since the upper word was read: go on behind it
                }
                below--;
                position = (position << BITS) | Long.numberOfTrailingZeros(inner);
            }
            if (below == 0) {
                return position;
            }
            position++;
            level = below - 1;
        }
        return -1;
    }

    /** A set with the same members and room for {@code capacity} slots. */
    ReadySet copy(int capacity) {
        ReadySet copy = new ReadySet(Math.max(capacity, capacity()));
        for (int slot = ceiling(0); slot >= 0; slot = ceiling(slot + 1)) {
            copy.add(slot);
        }
        return copy;
    }
}
