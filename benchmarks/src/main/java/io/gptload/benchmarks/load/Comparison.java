package io.gptload.benchmarks.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The rounds of all targets for one case, and the tables of them. */
final class Comparison {

    private final Map<Target, List<Round>> rounds = new EnumMap<>(Target.class);

    void add(Target target, Round round) {
        rounds.computeIfAbsent(target, each -> new ArrayList<>()).add(round);
    }

    /** Every figure of every target, and how many times nginx's the gateway's is. */
    void print(String title) {
        System.out.println();
        System.out.println("| " + title + " | requests/s | CPU us/request | p50 ms | p95 ms | p99 ms |");
        System.out.println("|---|--:|--:|--:|--:|--:|");
        rounds.keySet()
                .forEach(target -> System.out.println("| " + target + " | " + values(target, Round::perSecond, "%.0f")
                        + " | " + values(target, Round::cpuMicros, "%.1f") + " | " + values(target, Round::p50, "%.2f")
                        + " | "
                        + values(target, Round::p95, "%.2f") + " | " + values(target, Round::p99, "%.2f") + " |"));
        System.out.println("| gateway / nginx | " + ratio(Round::perSecond) + " | " + ratio(Round::cpuMicros) + " | "
                + ratio(Round::p50) + " | " + ratio(Round::p95) + " | " + ratio(Round::p99) + " |");
    }

    /** What each adds to the latency of the provider itself. */
    void printAdded() {
        for (Target target : List.of(Target.NGINX, Target.GATEWAY)) {
            System.out.println("| " + target + " adds | | | " + added(target, Round::p50) + " | "
                    + added(target, Round::p95) + " | " + added(target, Round::p99) + " |");
        }
    }

    private String values(Target target, ToDoubleFunction<Round> figure, String format) {
        return Spread.of(of(target).stream().mapToDouble(figure)).text(format);
    }

    /** How many times the CPU of the other case the gateway takes, round by round. */
    String cpuBeside(Comparison other) {
        return ratio(of(Target.GATEWAY), other.of(Target.GATEWAY), Round::cpuMicros);
    }

    private String ratio(ToDoubleFunction<Round> figure) {
        return ratio(of(Target.GATEWAY), of(Target.NGINX), figure);
    }

    private static String ratio(List<Round> of, List<Round> to, ToDoubleFunction<Round> figure) {
        List<Double> each = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            each.add(figure.applyAsDouble(of.get(i)) / figure.applyAsDouble(to.get(i)));
        }
        return Spread.of(each.stream().mapToDouble(Double::doubleValue)).text("%.2f");
    }

    private String added(Target target, ToDoubleFunction<Round> figure) {
        List<Double> each = new ArrayList<>();
        for (int i = 0; i < of(target).size(); i++) {
            each.add(figure.applyAsDouble(of(target).get(i))
                    - figure.applyAsDouble(of(Target.DIRECT).get(i)));
        }
        return Spread.of(each.stream().mapToDouble(Double::doubleValue)).text("%.2f");
    }

    private List<Round> of(Target target) {
        return rounds.getOrDefault(target, List.of());
    }
}
