package io.gptload.samples.quickstart;

import io.gptload.client.Explanation;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.GptLoadListener;
import io.gptload.client.policy.Category;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Prints what the caller sees beside what the engine did for it. Calls are made one after the other. */
final class Transcript implements GptLoadListener {

    private static final String LEFT = "%2s %-9s %-22s %5s";
    private static final String RIGHT = "%-12s %4s %-21s %s";
    private static final String SUMMARY = "%-9s  %-12s  %-8s  %-9s  %s";
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter LATER = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT);

    private final PrintStream out;
    private final List<String> attempts = new ArrayList<>();
    private String consequence = "";
    private String reason = "";
    private int calls;
    private int succeeded;

    Transcript(PrintStream out) {
        this.out = out;
    }

    void begin() {
        print("");
        print("gptload quick start: three simulated providers, eleven keys, five of them of use.");
        print("Left what your code sees, right what happens underneath. The first call also loads the SDK.");
        print("");
        row(LEFT.formatted("", "YOU CALL", "AND GET", "AFTER"), RIGHT.formatted("KEY", "HTTP", "RULE", "THE KEY IS"));
    }

    void chapter(String title) {
        print("");
        print("-- " + title);
    }

    /** Makes a call, and prints its answer beside the attempts it took. */
    void call(String group, Callable<String> call) {
        calls++;
        long start = System.nanoTime();
        String answer;
        try {
            answer = call.call();
            succeeded++;
        } catch (Exception e) {
            answer = "FAILED";
            print(String.valueOf(e.getMessage()));
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        print(group, answer, elapsed, drainAttempts());
    }

    private void print(String group, String answer, Duration elapsed, List<String> lines) {
        String seconds = String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0);
        row(LEFT.formatted(calls, group, answer, seconds), lines.isEmpty() ? "" : lines.get(0));
        lines.stream().skip(1).forEach(line -> row("", line));
    }

    // --------------------------------------------------------------------------- what the engine tells

    @Override
    public synchronized void onEvent(GptLoadEvent event) {
        if (event instanceof GptLoadEvent.KeyInvalidated e) {
            consequence = "out for good";
            reason = e.ruleId();
        } else if (event instanceof GptLoadEvent.KeyCooled e) {
            consequence = "back " + clock(e.until());
            reason = e.ruleId();
        } else if (event instanceof GptLoadEvent.AttemptFinished e) {
            boolean served = e.category() == Category.SUCCESS;
            String rule = served ? reason : e.ruleId();
            String then = !consequence.isEmpty() ? consequence : served ? "" : "not blamed";
            attempts.add(RIGHT.formatted(e.key().masked(), e.status() == 0 ? "-" : e.status(), rule, then));
            consequence = "";
            reason = "";
        }
    }

    private synchronized List<String> drainAttempts() {
        List<String> drained = List.copyOf(attempts);
        attempts.clear();
        return drained;
    }

    // --------------------------------------------------------------------------- the end

    /** Prints what it all came to. */
    void summary(long requests) {
        print("");
        print("%d calls, %d succeeded. It took %d requests; you never saw the %d that failed."
                .formatted(calls, succeeded, requests, requests - succeeded));
        print("");
        print(SUMMARY.formatted("GROUP", "KEY", "STATE", "UNTIL", "RULE"));
    }

    /** Prints how the keys of a group are. */
    void keys(Explanation group) {
        for (Explanation.Key key : group.keys()) {
            print(SUMMARY.formatted(
                    group.group(),
                    key.key().masked(),
                    key.state().name().toLowerCase(Locale.ROOT),
                    key.until() == null ? "" : clock(key.until()),
                    key.ruleId() == null ? "" : key.ruleId()));
        }
    }

    /** Prints what to do next, and returns whether all calls succeeded. */
    boolean end() {
        print("");
        print("Next: give a group your own keys, as QuickStart.java in samples/quickstart does.");
        return succeeded == calls;
    }

    private static String clock(Instant instant) {
        ZonedDateTime local = instant.atZone(ZoneId.systemDefault());
        return (local.toLocalDate().equals(LocalDate.now(local.getZone())) ? TODAY : LATER).format(local);
    }

    private void row(String left, String right) {
        print("%-41s | %s".formatted(left, right));
    }

    private void print(String line) {
        out.println(line.stripTrailing());
    }
}
