package io.gptload.benchmarks.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What to compare, and how long.
 *
 * @param warmUp of the gateway, before anything is measured
 * @param caseWarmUp of each case
 * @param rate requests in a second for the added latency; 0 leaves it out
 */
record CompareOptions(
        List<LoadCase> cases,
        int rounds,
        Duration round,
        Duration warmUp,
        Duration caseWarmUp,
        int rate,
        String gatewayCore,
        String loadCore,
        List<String> jvm,
        Path jar) {

    static final String USAGE = """
            Usage: benchmarks/load/compare [options]
              --full              all payloads with 10 and 100,000 keys; without it json-1k with both, and sse with 10 keys
              --cases A,B         these payloads: json-1k, json-16k, json-1m, sse, sse-paced
              --keys N,M          with so many keys
              --rounds N          5
              --seconds N         of one round of one target; 5
              --warmup N          seconds of load before anything is measured: a JVM on one core is slow for a minute; 60
              --case-warmup N     seconds of load before each case; 10
              --rate N            requests in a second for the latency added; 1500, and 0 leaves it out
              --gateway-core N    for nginx and the gateway; 1
              --load-core N       for the load and the provider; 0
              --jvm "ARGUMENTS"   of the gateway's JVM; "-XX:+UseSerialGC -Xmx512m"
              --jar FILE          gptload-gateway-app/target/gptload-gateway.jar
            """;

    static CompareOptions parse(Arguments arguments) {
        boolean full = arguments.flag("full");
        List<LoadCase> standard = full
                ? cases(List.of(Payload.values()), List.of(10, 100_000))
                : List.of(
                        new LoadCase(Payload.JSON_1K, 10),
                        new LoadCase(Payload.JSON_1K, 100_000),
                        new LoadCase(Payload.SSE, 10));
        String payloads = arguments.text("cases", "");
        String keys = arguments.text("keys", "");
        List<LoadCase> cases = payloads.isEmpty() && keys.isEmpty()
                ? standard
                : cases(
                        split(payloads.isEmpty() ? "json-1k" : payloads)
                                .map(Payload::of)
                                .toList(),
                        split(keys.isEmpty() ? "10" : keys)
                                .map(text -> Arguments.number("keys", text, 1, 1_000_000))
                                .toList());
        CompareOptions options = new CompareOptions(
                cases,
                arguments.number("rounds", 5, 1, 1000),
                arguments.seconds("seconds", 5, 1),
                arguments.seconds("warmup", 60, 0),
                arguments.seconds("case-warmup", 10, 0),
                arguments.number("rate", 1500, 0, 100_000),
                arguments.text("gateway-core", "1"),
                arguments.text("load-core", "0"),
                split(arguments.text("jvm", "-XX:+UseSerialGC -Xmx512m"), " ").toList(),
                Path.of(arguments.text("jar", "gptload-gateway-app/target/gptload-gateway.jar")));
        arguments.requireAllUsed();
        return options;
    }

    private static List<LoadCase> cases(List<Payload> payloads, List<Integer> keys) {
        return keys.stream()
                .flatMap(count -> payloads.stream().map(payload -> new LoadCase(payload, count)))
                .toList();
    }

    private static Stream<String> split(String list) {
        return split(list, ",");
    }

    private static Stream<String> split(String list, String separator) {
        return Arrays.stream(list.split(separator)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
