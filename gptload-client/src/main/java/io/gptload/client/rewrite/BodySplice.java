package io.gptload.client.rewrite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Replacements in a byte array, collected from front to back and carried out in one copy. */
final class BodySplice {

    private final byte[] source;
    private final List<Cut> cuts = new ArrayList<>();
    private int insertAt;
    private int grown;

    BodySplice(byte[] source) {
        this.source = source;
    }

    private record Cut(int start, int end, byte[] replacement) {}

    /** Replaces a range, unless it holds just that. */
    void replace(int start, int end, byte[] replacement) {
        if (!Arrays.equals(source, start, end, replacement, 0, replacement.length)) {
            add(start, end, replacement);
        }
    }

    /** Where insertions go; behind every replacement. */
    void insertAt(int position) {
        insertAt = position;
    }

    void insert(byte[] addition) {
        add(insertAt, insertAt, addition);
    }

    private void add(int start, int end, byte[] replacement) {
        cuts.add(new Cut(start, end, replacement));
        grown += replacement.length - (end - start);
    }

    /** The source itself if there is nothing to do. */
    byte[] result() {
        if (cuts.isEmpty()) {
            return source;
        }
        byte[] result = new byte[source.length + grown];
        int from = 0;
        int to = 0;
        for (Cut cut : cuts) {
            int kept = cut.start() - from;
            System.arraycopy(source, from, result, to, kept);
            System.arraycopy(cut.replacement(), 0, result, to + kept, cut.replacement().length);
            to += kept + cut.replacement().length;
            from = cut.end();
        }
        System.arraycopy(source, from, result, to, source.length - from);
        return result;
    }
}
