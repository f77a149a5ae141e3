package io.gptload.gateway.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.KeyMigration;
import io.gptload.client.store.jdbc.NodePresence;
import io.gptload.client.store.jdbc.NodeRepository;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.gateway.catalog.StoreOpening;
import io.gptload.gateway.config.DatabaseDsn;
import io.gptload.gateway.config.DatabaseSetting;
import io.gptload.gateway.config.InvalidSettingsException;
import io.gptload.gateway.config.ProcessEnvironment;
import io.gptload.gateway.config.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Encrypts, re-encrypts or decrypts what is stored. Prints what it does, and no secret. */
final class MigrateKeys {

    static final String USAGE = """
            Encrypts, re-encrypts or decrypts the stored keys and those of the request log. Stop all nodes and back up the
            database first. What was interrupted goes on when it is called again with the same keys.

            Usage:
              gptload-gateway migrate-keys --to NEW              encrypt keys stored in clear text
              gptload-gateway migrate-keys --from OLD --to NEW   change the key
              gptload-gateway migrate-keys --from OLD            decrypt

            A key on the command line shows in the list of processes. Better:
              --from-env NAME, --to-env NAME                     take it from an environment variable
              --from-stdin, --to-stdin                           take it from standard input, a line each, OLD first

              --force                                            although other processes use the database
            """;

    private static final long LINE_EVERY = 10_000;

    private final ProcessEnvironment environment;
    private final InputStream in;
    private final PrintStream out;
    private String lastLine = "";

    MigrateKeys(ProcessEnvironment environment, InputStream in, PrintStream out) {
        this.environment = environment;
        this.in = in;
        this.out = out;
    }

    /** @return the exit code: 0 when all is done, else 1 */
    int run(List<String> arguments) {
        if (arguments.isEmpty() || arguments.get(0).matches("--?h(elp)?")) {
            out.print(USAGE);
            return 0;
        }
        quiet();
        try {
            BufferedReader input = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            MigrationOptions options = MigrationOptions.of(arguments, environment.variables(), input);
            options.warnings().forEach(warning -> out.println("warning: " + warning));
            DatabaseDsn database = DatabaseSetting.read(environment);
            out.println("Database: " + database);
            try (JdbcStore store = open(database)) {
                return run(store, options);
            }
        } catch (MigrationOptions.BadOption e) {
            out.println("migrate-keys: " + e.getMessage());
            out.println("Run 'migrate-keys --help' for usage.");
        } catch (InvalidSettingsException e) {
            e.problems().forEach(out::println);
        } catch (IOException | RuntimeException e) {
            out.println("migrate-keys failed: " + e.getMessage());
            out.println("Nothing is lost: call it again with the same keys to go on.");
        }
        return 1;
    }

    /** What the libraries have to say of their work is for the logs of servers. */
    private static void quiet() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    }

    private static JdbcStore open(DatabaseDsn database) throws IOException {
        if (database instanceof DatabaseDsn.Sqlite sqlite) {
            Path file = sqlite.file();
            if (file == null || !Files.exists(file)) {
                throw new IOException("there is no database at " + database);
            }
        }
        return StoreOpening.open(database, StoreOptions.DEFAULTS);
    }

    private int run(JdbcStore store, MigrationOptions options) {
        List<NodeRepository.Node> nodes = store.nodes().seenWithin(NodePresence.LATELY);
        if (!nodes.isEmpty() && !options.force()) {
            out.println("The database is in use by "
                    + nodes.stream().map(NodeRepository.Node::name).collect(Collectors.joining(", ")));
            out.println("Stop these processes first; one that was killed counts for " + NodePresence.LATELY.toSeconds()
                    + " s. --force goes on nevertheless.");
            return 1;
        }
        KeyMigration migration = store.keyMigration(cipher(options.from()), cipher(options.to()));
        out.println("Checking that every key can be read");
        KeyMigration.Survey survey = migration.survey();
        if (survey.unreadable() > 0) {
            out.println(survey.unreadable() + " of " + survey.keys() + " keys can be read neither "
                    + (options.from().isEmpty() ? "as clear text" : "with --from") + " nor "
                    + (options.to().isEmpty() ? "as clear text" : "with --to") + "; the first have the ids "
                    + survey.firstUnreadable());
            out.println("Nothing was changed.");
            return 1;
        }
        if (survey.done() > 0) {
            out.println(survey.done() + " of " + survey.keys() + " keys are stored the new way already");
        }
        long logRows = migration.logRows();
        KeyMigration.Outcome keys = migration.migrateKeys(seen -> progress("keys", seen, survey.keys()));
        KeyMigration.Outcome log = migration.migrateLog(seen -> progress("log rows", seen, logRows));
        out.println("Done: " + keys.changed() + " keys and " + log.changed() + " log rows changed");
        if (log.left() > 0) {
            out.println(log.left() + " log rows were encrypted with another key before and stay as they are");
        }
        out.println(
                options.to().isEmpty()
                        ? "Start the nodes without ENCRYPTION_KEY."
                        : "Start the nodes with the new key as ENCRYPTION_KEY.");
        return 0;
    }

    private void progress(String what, long seen, long all) {
        String line = what + ": " + seen + " of " + all;
        if (seen > 0 && (seen % LINE_EVERY == 0 || seen == all) && !line.equals(lastLine)) {
            lastLine = line;
            out.println(line);
            out.flush();
        }
    }

    private static KeyCipher cipher(Secret password) {
        return password.isEmpty() ? KeyCipher.plaintext() : KeyCipher.aes(password.value());
    }
}
