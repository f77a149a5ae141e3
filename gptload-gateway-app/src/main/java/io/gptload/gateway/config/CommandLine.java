package io.gptload.gateway.config;

import java.io.PrintStream;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What the gateway is asked to do. */
public final class CommandLine {

    /** A property of the application, as in {@code --server.port=8080}. */
    private static final Pattern PROPERTY = Pattern.compile("--[A-Za-z][\\w-]*\\.[\\w.\\[\\]-]+=.*", Pattern.DOTALL);

    private static final Pattern MIGRATION_FLAG = Pattern.compile("--?(from|to)(=.*)?", Pattern.DOTALL);

    private static final String USAGE = """
            gptload gateway: one dependable pool of API keys

            Usage:
              gptload-gateway                 run the server
              gptload-gateway migrate-keys    encrypt, re-encrypt or decrypt the stored keys
              gptload-gateway help            print this

            The server is configured by environment variables or a .env file in the working directory.
            """;

    private static final String MIGRATE_KEYS_USAGE = """
            Encrypts, re-encrypts or decrypts the stored keys. Stop the server and back up the database first.

            Usage:
              gptload-gateway migrate-keys --to NEW              encrypt keys stored in clear text
              gptload-gateway migrate-keys --from OLD --to NEW   change the key
              gptload-gateway migrate-keys --from OLD            decrypt
            """;

    private CommandLine() {}

    /**
     * Does what {@code arguments} ask for, unless that is to run the server.
     *
     * @return the exit code, or nothing if the server is to be run
     */
    public static OptionalInt run(String[] arguments, PrintStream out) {
        if (arguments.length == 0 || PROPERTY.matcher(arguments[0]).matches()) {
            return OptionalInt.empty();
        }
        switch (arguments[0]) {
            case "help", "-h", "--help" -> {
                out.print(USAGE);
                return OptionalInt.of(0);
            }
            case "migrate-keys" -> {
                return OptionalInt.of(migrateKeys(arguments, out));
            }
            default -> {
                out.println("Unknown command: " + arguments[0]);
                out.println("Run 'help' for usage.");
                return OptionalInt.of(1);
            }
        }
    }

    private static int migrateKeys(String[] arguments, PrintStream out) {
        if (arguments.length == 1 || arguments[1].matches("--?h(elp)?")) {
            out.print(MIGRATE_KEYS_USAGE);
            return 0;
        }
        boolean known = MIGRATION_FLAG.matcher(arguments[1]).matches();
        out.println(known ? "migrate-keys is not available in this version yet" : "migrate-keys: unknown option");
        if (!known) {
            out.print(MIGRATE_KEYS_USAGE);
        }
        return 1;
    }
}
