package io.gptload.gateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last step before the application is built: says what was read, refuses what cannot work, makes a key if there is none. */
final class StartUp {

    private static final Logger log = LoggerFactory.getLogger(StartUp.class);

    private final String note;
    private final Configuration configuration;

    StartUp(String note, Configuration configuration) {
        this.note = note;
        this.configuration = configuration;
    }

    /**
     * The settings to run with.
     *
     * @throws InvalidSettingsException with all problems, if there are any
     */
    GatewaySettings settings() {
        log.info(note);
        configuration.warnings().forEach(log::warn);
        if (!configuration.problems().isEmpty()) {
            throw new InvalidSettingsException(configuration.problems());
        }
        GatewaySettings settings = configuration.settings();
        if (settings.database() instanceof DatabaseDsn.Sqlite sqlite && sqlite.file() != null) {
            createFolder(settings.dataFolder());
        }
        return settings.authKey().isEmpty() ? settings.withAuthKey(ownKey(settings.dataFolder())) : settings;
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw refused("DATABASE_DSN", "its folder " + folder + " cannot be created", failed);
        }
    }

    private static Secret ownKey(Path folder) {
        AuthKeyFile file = new AuthKeyFile(folder);
        try {
            AuthKeyFile.Key key = file.readOrCreate();
            if (key.created()) {
                announce(key.value(), file.path());
            } else {
                log.info("AUTH_KEY is not set, the one in {} is used", file.path());
            }
            return key.value();
        } catch (IOException failed) {
            throw refused("AUTH_KEY", "it is not set, and " + file.path() + " cannot be used", failed);
        }
    }

    /** To the console and not to the log: the one time the key is shown must not be kept in a file. */
    private static void announce(Secret key, Path file) {
        log.warn("AUTH_KEY was not set. One was made, stored in {} and printed once on the console", file);
        System.out.println();
        System.out.println("    AUTH_KEY  " + key.value());
        System.out.println();
        System.out.flush();
    }

    private static InvalidSettingsException refused(String variable, String what, IOException failed) {
        return new InvalidSettingsException(List.of(new Problem(
                variable,
                what + " (" + failed.getClass().getSimpleName() + ")",
                "Check the folder's permissions, or set " + variable)));
    }
}
