package io.gptload.gateway.command;

import io.gptload.gateway.config.ProcessEnvironment;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What the gateway is asked to do. */
public final class CommandLine {

    /** A property of the application, as in {@code --server.port=8080}. */
    private static final Pattern PROPERTY = Pattern.compile("--[A-Za-z][\\w-]*\\.[\\w.\\[\\]-]+=.*", Pattern.DOTALL);

    private static final String USAGE = """
            gptload gateway: one dependable pool of API keys

            Usage:
              gptload-gateway                 run the server
              gptload-gateway migrate-keys    encrypt, re-encrypt or decrypt the stored keys
              gptload-gateway help            print this

            The server is configured by environment variables or a .env file in the working directory.
            """;

    private CommandLine() {}

    /**
     * Does what {@code arguments} ask for, unless that is to run the server.
     *
     * @return the exit code, or nothing if the server is to be run
     */
    public static OptionalInt run(String[] arguments, ProcessEnvironment environment, InputStream in, PrintStream out) {
        if (arguments.length == 0 || PROPERTY.matcher(arguments[0]).matches()) {
            return OptionalInt.empty();
        }
        switch (arguments[0]) {
            case "help", "-h", "--help" -> {
                out.print(USAGE);
                return OptionalInt.of(0);
            }
            case "migrate-keys" -> {
                List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
                return OptionalInt.of(new MigrateKeys(environment, in, out).run(rest));
            }
            default -> {
                out.println("Unknown command: " + arguments[0]);
                out.println("Run 'help' for usage.");
                return OptionalInt.of(1);
            }
        }
    }
}
