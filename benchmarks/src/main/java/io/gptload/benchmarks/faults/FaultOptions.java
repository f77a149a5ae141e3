package io.gptload.benchmarks.faults;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How long faults last.
 *
 * @param databaseAway how long MariaDB stays killed
 * @param changes how many keys are taken out to see how soon all know
 * @param perSecond calls of clients
 */
record FaultOptions(Duration databaseAway, int changes, int perSecond, Path jar) {

    static final String USAGE = """
            Usage: benchmarks/load/faults [options]
              --database-away N   seconds MariaDB stays killed; 60
              --changes N         keys taken out to see how soon all know, with Redis and without; 200
              --rate N            calls per second of all clients together, about; 100
              --jar FILE          gptload-gateway-app/target/gptload-gateway.jar
            """;

    private static final int MOST = 900;

    static FaultOptions parse(String... line) {
        FaultOptions options = new FaultOptions(
                Duration.ofSeconds(60), 200, 100, Path.of("gptload-gateway-app/target/gptload-gateway.jar"));
        for (int i = 0; i < line.length; i += 2) {
            if (i + 1 == line.length) {
                throw new IllegalArgumentException(line[i] + " needs a value");
            }
            options = options.with(line[i], line[i + 1]);
        }
        return options;
    }

    private FaultOptions with(String name, String value) {
        return switch (name) {
            case "--database-away" ->
                new FaultOptions(Duration.ofSeconds(number(name, value)), changes, perSecond, jar);
            case "--changes" -> new FaultOptions(databaseAway, number(name, value), perSecond, jar);
            case "--rate" -> new FaultOptions(databaseAway, changes, number(name, value), jar);
            case "--jar" -> new FaultOptions(databaseAway, changes, perSecond, Path.of(value));
            default -> throw new IllegalArgumentException(name + " is not an option");
        };
    }

    private static int number(String name, String value) {
        if (!value.matches("[1-9]\\d{0,2}") || Integer.parseInt(value) > MOST) {
            throw new IllegalArgumentException(name + " must be a number from 1 to " + MOST + ", but is " + value);
        }
        return Integer.parseInt(value);
    }
}
