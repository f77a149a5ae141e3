package io.gptload.simulator;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs a simulator with one key of every kind, until the process is stopped. */
public final class SimulatorMain {
    private static final int DEFAULT_PORT = 8089;
    private static final String USAGE = "usage: [--port <0..65535>] [--chunk-delay-ms <0..60000>]";

    private SimulatorMain() {}

    /**
     * Starts the simulator and prints its address.
     *
     * @param args {@code --port 8089}, and {@code --chunk-delay-ms 40} for slower streams
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        SimulatorServer server;
        try {
            server = start(args, System.out);
        } catch (IllegalArgumentException wrongArgument) {
            System.err.println(wrongArgument.getMessage());
            System.exit(2);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        new CountDownLatch(1).await();
    }

    static SimulatorServer start(String[] args, PrintStream out) {
        int port = DEFAULT_PORT;
        int chunkDelay = 40;
        for (int i = 0; i < args.length; i += 2) {
            switch (args[i]) {
                case "--port" -> port = number(args, i, 65_535);
                case "--chunk-delay-ms" -> chunkDelay = number(args, i, 60_000);
                default -> throw new IllegalArgumentException("unknown argument " + args[i] + "; " + USAGE);
            }
        }
        ProviderSimulator simulator = ProviderSimulator.builder()
                .chunkDelay(Duration.ofMillis(chunkDelay))
                .build();
        List<SimulatedKey> keys = defaultKeys();
        keys.forEach(simulator::setKey);
        SimulatorServer server = SimulatorServer.start(simulator, port);
        out.println("Provider simulator on " + server.baseUrl());
        keys.forEach(key -> out.println("  " + key.value() + " " + key.behaviour() + " " + key.limits()));
        return server;
    }

    private static List<SimulatedKey> defaultKeys() {
        Duration minute = Duration.ofMinutes(1);
        List<SimulatedKey> keys = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            keys.add(SimulatedKey.valid("sk-sim-valid-v00" + i));
            keys.add(SimulatedKey.limited("sk-sim-limited-l00" + i, 10, minute));
        }
        keys.add(SimulatedKey.limited("sk-sim-account-a001", 20, minute).account("shared"));
        keys.add(SimulatedKey.limited("sk-sim-account-a002", 20, minute).account("shared"));
        keys.add(SimulatedKey.invalid("sk-sim-invalid-i001"));
        keys.add(SimulatedKey.rejected("sk-sim-rejected-r001"));
        keys.add(SimulatedKey.forbidden("sk-sim-forbidden-f001"));
        keys.add(SimulatedKey.suspended("sk-sim-suspended-s001"));
        keys.add(SimulatedKey.outOfQuota("sk-sim-noquota-q001"));
        return keys;
    }

    private static int number(String[] args, int index, int most) {
        try {
            int value = Integer.parseInt(args[index + 1]);
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException ignored) {
            // Complained about below.
        }
        throw new IllegalArgumentException(args[index] + " needs a number from 0 to " + most + "; " + USAGE);
    }
}
