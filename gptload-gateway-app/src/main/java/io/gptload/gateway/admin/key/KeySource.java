package io.gptload.gateway.admin.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys for a task, and the file they are in.
 *
 * @param file removed when the task is over; {@code null} when the text came with the request
 */
record KeySource(KeyText text, @Nullable Path file) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeySource.class);

    /** A text that came with the request. */
    static KeySource of(String text) {
        return new KeySource(KeyText.of(text), null);
    }

    /** A file that is ours to remove. @throws IOException if it cannot be read; it is removed then */
    static KeySource of(Path file) throws IOException {
        try {
            return new KeySource(KeyText.of(file), file);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("The uploaded keys in {} cannot be removed: {}", file, e.toString());
            }
        }
    }
}
