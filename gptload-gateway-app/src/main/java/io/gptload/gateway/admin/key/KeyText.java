package io.gptload.gateway.admin.key;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys in the text people paste or upload: a JSON array of strings, or else words with blanks, commas, semicolons or line
 * breaks between them. The text is read twice, once to count, and never held as a whole. Immutable.
 */
final class KeyText {

    private final Source source;
    private final boolean json;
    private final long count;

    /** Where the text is. */
    @FunctionalInterface
    private interface Source {
        Reader open() throws IOException;
    }

    private KeyText(Source source) throws IOException {
        this.source = source;
        long strings = JsonKeys.count(source.open());
        this.json = strings >= 0;
        this.count = json ? strings : words(source);
    }

    private static long words(Source source) throws IOException {
        try (KeyReader words = new WordKeys(source.open())) {
            long found = 0;
            while (words.hasNext()) {
                words.next();
                found++;
            }
            return found;
        }
    }

    /** That text. */
    static KeyText of(String text) {
        try {
            return new KeyText(() -> new StringReader(text));
        } catch (IOException e) {
            throw new IllegalStateException("A string can always be read", e);
        }
    }

    /**
     * A file in UTF-8, which must stay as it is; bytes that are none are replaced.
     *
     * @throws IOException if it cannot be read
     */
    static KeyText of(Path file) throws IOException {
        return new KeyText(() -> new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
    }

    /** How many keys there are, repeated ones included. */
    long count() {
        return count;
    }

    /** The keys in their order. @throws IOException if they cannot be read any more */
    KeyReader open() throws IOException {
        return json ? new JsonKeys(source.open()) : new WordKeys(source.open());
    }

    /** The keys in their order, all at once. */
    List<String> toList() {
        List<String> keys = new ArrayList<>();
        try (KeyReader reader = open()) {
            reader.forEachRemaining(keys::add);
        } catch (IOException e) {
            throw new IllegalStateException("The keys were readable a moment ago", e);
        }
        return keys;
    }

    @Override
    public String toString() {
        return "KeyText[" + count + "]";
    }
}
