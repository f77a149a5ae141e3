package io.gptload.gateway.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The administration key of a node that was given none: made once, kept in the data folder, readable by its owner only. */
final class AuthKeyFile {

    private static final int RANDOM_BYTES = 32;

    private final Path file;

    AuthKeyFile(Path dataFolder) {
        this.file = dataFolder.resolve("auth-key");
    }

    Path path() {
        return file;
    }

    /**
     * The key, made now if there is none yet.
     *
     * @return whether it is new, and the key
     */
    Key readOrCreate() throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            String key = random();
            try {
                write(key);
                return new Key(new Secret(key), true);
            } catch (FileAlreadyExistsException otherProcess) {
                // Whoever was first decides.
            }
        }
        String key = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (key.isEmpty()) {
            throw new IOException("it is empty");
        }
        return new Key(new Secret(key), false);
    }

    private void write(String key) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (SeekableByteChannel channel = Files.newByteChannel(file, options, ownerOnly())) {
            channel.write(ByteBuffer.wrap((key + "\n").getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return "gl-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A key and whether it was made just now. */
    record Key(Secret value, boolean created) {}
}
