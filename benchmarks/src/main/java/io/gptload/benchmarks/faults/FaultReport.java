package io.gptload.benchmarks.faults;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Breaks one part of a shared pool after the other, under load, and prints what clients saw, what became of what the nodes
 * had learned, and when all agreed again.
 */
public final class FaultReport {

    private static final long AGREE_MILLIS = 60_000;
    private static final long LOG_MILLIS = 15_000;
    private static final long RHYTHM_MILLIS = 50;
    private static final long KNOWN_MILLIS = 3_000;

    private final FaultOptions options;
    private final Pool pool;
    private final Traffic traffic;
    private final Records records;
    private int phase;
    private boolean good = true;

    private FaultReport(FaultOptions options, Pool pool, Traffic traffic) {
        this.options = options;
        this.pool = pool;
        this.traffic = traffic;
        this.records = new Records(pool.schema());
    }

    /** Runs all of it; the exit status says whether nothing was lost. */
    public static void main(String... arguments) throws Exception {
        FaultOptions options;
        try {
            options = FaultOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + FaultOptions.USAGE);
            System.exit(2);
            return;
        }
        boolean good = false;
        try {
            good = run(options);
        } catch (Exception e) {
            e.printStackTrace();
        }
        System.exit(
                good ? 0 : 1); // whatever threads there are; the processes are ended by hooks if they were not before
    }

    private static boolean run(FaultOptions options) throws IOException, InterruptedException, SQLException {
        try (Pool pool = new Pool(options.jar())) {
            List<String> keys = pool.group("steady", 50);
            keys.forEach(key -> pool.provider().setKey(io.gptload.simulator.SimulatedKey.valid(key)));
            pool.awaitWhole();
            try (Traffic traffic = new Traffic(pool, "steady", options.perSecond())) {
                FaultReport report = new FaultReport(options, pool, traffic);
                report.run();
                return report.good;
            }
        }
    }

    private void run() throws IOException, InterruptedException, SQLException {
        System.out.printf(
                "MariaDB, Redis, 2 gateways, 2 services; about %d calls/s over all four%n%n", options.perSecond());
        Thread.sleep(2000);
        traffic.report();

        Changes with = changes(options.changes());
        Propagation watch = new Propagation(pool, with.group());
        byEachNode(with);
        delays("with Redis", watch.delays(with.found()));
        with.putBack(10, List.of(pool.gateway(1), pool.gateway(2)));
        outcome("nothing fails", with, List.of());

        Changes without = changes(options.changes());
        pool.redis().kill();
        Propagation slow = new Propagation(pool, without.group());
        byEachNode(without);
        delays("without Redis", slow.delays(without.found()));
        without.putBack(10, List.of(pool.gateway(1), pool.gateway(2)));
        pool.redis().startAgain();
        outcome("Redis killed and started again", without, List.of());
        pool.awaitWhole();

        Changes away = changes(60);
        pool.database().kill();
        long rhythm = options.databaseAway().toMillis() / 60;
        away.make(40, rhythm, pool.nodes());
        away.putBack(20, List.of(pool.gateway(2), pool.nodes().get(3)));
        away.make(20, rhythm, pool.nodes());
        pool.database().start();
        outcome("MariaDB killed for " + options.databaseAway().toSeconds() + " s", away, List.of());
        pool.awaitWhole();

        killed();

        Changes stalled = changes(60);
        pool.stallNetwork();
        stalled.make(60, 250, pool.nodes());
        pool.resumeNetwork();
        outcome("network of gateway-2 and service-2 stalled for 15 s", stalled, List.of());
        pool.awaitWhole();

        Changes rolling = changes(60);
        rolling.make(20, RHYTHM_MILLIS, pool.nodes());
        StringBuilder times = new StringBuilder();
        for (Node gateway : List.of(pool.gateway(1), pool.gateway(2))) {
            long ended = pool.terminate(gateway);
            long started = pool.start(gateway);
            times.append(", ")
                    .append(gateway)
                    .append(" ended in ")
                    .append(ended)
                    .append(" ms, serves after ")
                    .append(started)
                    .append(" ms");
            rolling.make(20, RHYTHM_MILLIS, pool.nodes());
        }
        outcome("both gateways restarted by SIGTERM, one after the other" + times, rolling, List.of());

        System.out.printf("rows of the log that are there twice: %d%n", records.doubled());
        String complaints = pool.complaints();
        System.out.printf("errors in the logs of the nodes: %s%n", complaints.isEmpty() ? "none" : "\n" + complaints);
        System.out.println(good ? "Nothing was lost." : "NOT ALL WENT WELL");
    }

    private void killed() throws IOException, InterruptedException, SQLException {
        Changes changes = changes(60);
        changes.make(40, RHYTHM_MILLIS, pool.nodes());
        Node victim = pool.gateway(1);
        traffic.killing(victim);
        Instant killed = Instant.now();
        pool.kill(victim);
        List<Node> others = pool.nodes().stream().filter(node -> node != victim).toList();
        changes.make(20, RHYTHM_MILLIS, others);
        Thread.sleep(3000);
        pool.start(victim);
        traffic.killing(null);
        outcome(
                "gateway-1 killed (kill -9) and started again",
                changes,
                changes.foundBy(victim, killed.minusSeconds(1)));
    }

    /** A part of the changes by each node, which knows by then what the one before it found out. */
    private void byEachNode(Changes changes) throws InterruptedException {
        for (Node node : pool.nodes()) {
            changes.make(options.changes() / pool.nodes().size(), RHYTHM_MILLIS, List.of(node));
            Thread.sleep(KNOWN_MILLIS);
        }
    }

    private Changes changes(int count) throws IOException, InterruptedException {
        return new Changes(pool, traffic, "changing-" + ++phase, count);
    }

    private static void delays(String how, long[] millis) {
        System.out.printf(
                "until the last of 4 nodes knows, %s: %d keys blacklisted or cooled, p50 %d ms, p99 %d ms, max %d ms%n",
                how, millis.length, part(millis, 0.5), part(millis, 0.99), part(millis, 1));
    }

    private static long part(long[] sorted, double part) {
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * part) - 1)];
    }

    /** @param excused keys that a killed node had no time to tell of */
    private void outcome(String what, Changes changes, List<String> excused)
            throws IOException, InterruptedException, SQLException {
        long begun = System.nanoTime();
        String differences = differences(changes, excused);
        while (!differences.isEmpty() && System.nanoTime() - begun < AGREE_MILLIS * 1_000_000) {
            Thread.sleep(50);
            differences = differences(changes, excused);
        }
        double agreed = (System.nanoTime() - begun) / 1e9;
        Traffic.Report calls = traffic.report();
        Set<Long> missing = new HashSet<>(calls.answered());
        long logBegun = System.nanoTime();
        missing.removeAll(records.logged());
        while (!missing.isEmpty() && System.nanoTime() - logBegun < LOG_MILLIS * 1_000_000) {
            Thread.sleep(200);
            missing.removeAll(records.logged());
        }
        Map<String, String> stored = records.keys(changes.group());
        List<String> lost = changes.truth().entrySet().stream()
                .filter(each -> !each.getValue().equals(stored.get(each.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        long young = lost.stream().filter(excused::contains).count();
        System.out.println(what);
        System.out.printf(
                "  calls: %d, slowest %d ms, moved to the other gateway: %d, cut by the kill: %d, failed: %s%n",
                calls.requests(),
                calls.slowestMillis(),
                calls.moved(),
                calls.cut(),
                calls.errors().isEmpty() ? "0" : calls.errors());
        System.out.printf(
                "  key states: %d changed (%d refused once more by a node that did not know yet), lost: %d%s%n",
                changes.made(),
                changes.again(),
                lost.size() - young,
                young > 0 ? " and " + young + " younger than a second" : "");
        System.out.printf(
                "  log rows: %d expected, missing: %d%n", calls.answered().size(), missing.size());
        System.out.printf(
                "  all nodes and the database agree: %s%n%n",
                differences.isEmpty() ? "after %.1f s".formatted(agreed) : "NO, " + differences);
        good &= calls.errors().isEmpty() && lost.size() == young && differences.isEmpty();
    }

    private String differences(Changes changes, List<String> excused) throws InterruptedException {
        StringBuilder all = new StringBuilder();
        try {
            compare("database", changes.truth(), records.keys(changes.group()), excused, all);
            for (Node node : pool.nodes()) {
                compare(node.name(), changes.truth(), node.keys(changes.group()), excused, all);
            }
        } catch (SQLException | IOException e) {
            all.append(e.getMessage());
        }
        return all.toString();
    }

    private static void compare(
            String who, Map<String, String> truth, Map<String, String> said, List<String> excused, StringBuilder all) {
        Map<String, Long> wrong = truth.entrySet().stream()
                .filter(each ->
                        !excused.contains(each.getKey()) && !each.getValue().equals(said.get(each.getKey())))
                .collect(java.util.stream.Collectors.groupingBy(
                        each -> each.getValue() + " is " + said.get(each.getKey()),
                        java.util.stream.Collectors.counting()));
        if (!wrong.isEmpty()) {
            all.append(who).append(' ').append(wrong).append("; ");
        }
    }
}
