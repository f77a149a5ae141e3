package io.gptload.gateway.admin.key;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Keys read one by one. Reading throws {@link UncheckedIOException}. Not thread-safe. */
abstract class KeyReader implements Iterator<String>, Closeable {

    private final Reader text;
    private @Nullable String next;
    private boolean ended;

    KeyReader(Reader text) {
        this.text = text;
    }

    /** The next key, not blank; {@code null} at the end. */
    abstract @Nullable String read() throws IOException;

    @Override
    public final boolean hasNext() {
        if (next == null && !ended) {
            try {
                next = read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ended = next == null;
        }
        return next != null;
    }

    @Override
    public final String next() {
        String key = hasNext() ? next : null;
        if (key == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return key;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
