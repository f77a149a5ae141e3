package io.gptload.gateway.command;

import io.gptload.gateway.config.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code migrate-keys} was asked for.
 *
 * @param from the password the keys are encrypted with; none if they are in clear
 * @param to the password they are to be encrypted with; none to have them in clear
 * @param force whether to go on although others use the database
 * @param warnings what is worth saying about the options
 */
record MigrationOptions(Secret from, Secret to, boolean force, List<String> warnings) {

    private static final Set<String> WITH_VALUE = Set.of("from", "to", "from-env", "to-env");
    private static final Set<String> STDIN = Set.of("from-stdin", "to-stdin");

    /** An option that cannot be used; the message shows no value. */
    static final class BadOption extends Exception {

        private static final long serialVersionUID = 1L;

        BadOption(String message) {
            super(message);
        }
    }

    /**
     * Reads the arguments behind the command.
     *
     * @param variables where {@code --from-env} and {@code --to-env} look
     * @param input where {@code --from-stdin} and {@code --to-stdin} read a line each, in this order
     */
    static MigrationOptions of(List<String> arguments, Map<String, String> variables, BufferedReader input)
            throws BadOption, IOException {
        Set<String> flags = new HashSet<>();
        Secret from = Secret.NONE;
        Secret to = Secret.NONE;
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = name(arguments.get(i));
            if (!flags.add(side(name))) {
                throw new BadOption("--" + side(name) + " is given twice");
            }
            if (!WITH_VALUE.contains(name)) {
                flags.add(name);
                continue;
            }
            int equals = arguments.get(i).indexOf('=');
            String value = equals >= 0 ? arguments.get(i).substring(equals + 1) : "";
            if (equals < 0 && ++i < arguments.size()) {
                value = arguments.get(i);
            }
            if (value.isEmpty()) {
                throw new BadOption("--" + name + " needs a value");
            }
            if (name.endsWith("-env")) {
                value = variable(value, variables, name);
            } else {
                warnings.add("--" + name + " shows the key to everybody who may list the processes of this machine; --"
                        + name + "-env and --" + name + "-stdin do not");
            }
            if (side(name).equals("from")) {
                from = new Secret(value);
            } else {
                to = new Secret(value);
            }
        }
        if (flags.contains("from-stdin")) {
            from = line(input, "from-stdin");
        }
        if (flags.contains("to-stdin")) {
            to = line(input, "to-stdin");
        }
        if (from.isEmpty() && to.isEmpty()) {
            throw new BadOption("neither --from nor --to is given");
        }
        if (from.value().equals(to.value())) {
            throw new BadOption("--from and --to are the same key");
        }
        return new MigrationOptions(from, to, flags.contains("force"), List.copyOf(warnings));
    }

    private static String name(String argument) throws BadOption {
        String name = argument.replaceFirst("^--?", "").replaceFirst("(?s)=.*", "");
        boolean known = argument.startsWith("-")
                && (WITH_VALUE.contains(name)
                        || (STDIN.contains(name) || name.equals("force")) && argument.indexOf('=') < 0);
        if (!known) {
            throw new BadOption(
                    "unknown option; allowed are --from, --from-env, --from-stdin, --to, --to-env, --to-stdin"
                            + " and --force");
        }
        return name;
    }

    private static String side(String name) {
        int dash = name.indexOf('-');
        return dash < 0 ? name : name.substring(0, dash);
    }

    private static String variable(String name, Map<String, String> variables, String option) throws BadOption {
        String value = variables.get(name);
        if (value == null || value.isEmpty()) {
            throw new BadOption("--" + option + ": the environment variable " + name + " is not set");
        }
        return value;
    }

    private static Secret line(BufferedReader input, String option) throws BadOption, IOException {
        String line = input.readLine();
        if (line == null || line.isEmpty()) {
            throw new BadOption("--" + option + ": standard input has no line for it");
        }
        return new Secret(line);
    }
}
