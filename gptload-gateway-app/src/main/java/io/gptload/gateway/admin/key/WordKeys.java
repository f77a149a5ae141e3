package io.gptload.gateway.admin.key;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Words between blanks, commas and semicolons. */
final class WordKeys extends KeyReader {

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final Reader text;

    WordKeys(Reader text) {
        this(new BufferedReader(text));
    }

    private WordKeys(BufferedReader text) {
        super(text);
        this.text = text;
    }

    @Override
    @Nullable
    String read() throws IOException {
        StringBuilder word = new StringBuilder();
        for (int c = text.read(); c >= 0; c = text.read()) {
            if (!separates(c)) {
                word.append((char) c);
            } else if (!word.isEmpty()) {
                break;
            }
        }
        return word.isEmpty() ? null : word.toString();
    }

    private static boolean separates(int c) {
        return c == ',' || c == ';' || Character.isWhitespace(c) || Character.isSpaceChar(c) || c == BYTE_ORDER_MARK;
    }
}
