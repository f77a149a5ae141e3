package io.gptload.samples.migration;

import io.gptload.samples.migration.after.SupportBot;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** The same questions for the application as it was, with one key, and for the changed one, with three. */
public final class Migration {

    private static final List<SimulatedKey> KEYS = List.of(
            SimulatedKey.limited("sk-leakcanary-limited-01", 1, Duration.ofHours(1)),
            SimulatedKey.invalid("sk-leakcanary-dead-00001"),
            SimulatedKey.valid("sk-leakcanary-healthy-01"));
    private static final int QUESTIONS = 3;

    private Migration() {}

    /** Runs the sample; the exit status says whether the changed application got all its answers. */
    public static void main(String... args) {
        if (!run(System.out)) {
            System.exit(1);
        }
    }

    static boolean run(PrintStream out) {
        ProviderSimulator provider = ProviderSimulator.builder()
                .keys(KEYS.toArray(SimulatedKey[]::new))
                .build();
        try (SimulatorServer server = SimulatorServer.start(provider)) {
            String first = KEYS.get(0).value();
            try (var bot = new io.gptload.samples.migration.before.SupportBot(server.baseUrl(), first)) {
                int answers = ask(bot::answer, out);
                out.printf("Before: one key, %d of %d questions answered.%n%n", answers, QUESTIONS);
            }
            provider.resetLimits();
            String all = String.join(",", KEYS.stream().map(SimulatedKey::value).toList());
            try (SupportBot bot = new SupportBot(server.baseUrl(), all)) {
                int answers = ask(bot::answer, out);
                out.printf("After:  three keys, %d of %d questions answered.%n", answers, QUESTIONS);
                return answers == QUESTIONS;
            }
        }
    }

    private static int ask(UnaryOperator<String> bot, PrintStream out) {
        int answers = 0;
        for (int i = 1; i <= QUESTIONS; i++) {
            try {
                out.println("  " + i + ". " + bot.apply("How do I mend a puncture?"));
                answers++;
            } catch (RuntimeException e) {
                out.println("  " + i + ". " + e.getClass().getSimpleName());
            }
        }
        return answers;
    }
}
