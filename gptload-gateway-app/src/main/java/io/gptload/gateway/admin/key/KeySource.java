package io.gptload.gateway.admin.key;

import io.gptload.gateway.web.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.multipart.MultipartFile;

/**
 * Keys for a task, and the file they are in.
 *
 * @param file removed when the task is over; {@code null} when the text came with the request
 */
public record KeySource(KeyText text, @Nullable Path file) implements AutoCloseable {

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

    /** An upload that may hold keys. @throws ApiException 400 if there is none, or it is not a text file */
    public static MultipartFile checked(@Nullable MultipartFile file) {
        if (file == null) {
            throw ApiException.badRequest("validation.file_required");
        }
        String name = file.getOriginalFilename();
        if (name == null || !name.toLowerCase(Locale.ROOT).endsWith(".txt")) {
            throw ApiException.validation("validation.only_txt_supported");
        }
        return file;
    }

    /** An upload, which goes when the request ends; the task needs it longer. @throws ApiException 400 if it is unreadable */
    public static KeySource of(MultipartFile file) {
        try {
            Path own = Files.createTempFile("gptload-keys-", ".txt");
            file.transferTo(own);
            return of(own);
        } catch (IOException e) {
            throw ApiException.badRequest("validation.failed_to_read_file");
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
