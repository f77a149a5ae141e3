package io.gptload.benchmarks.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many streams, and of what kind.
 *
 * @param passes how often all of them run through the same gateway
 * @param slowClients how many clients hardly read; 0 leaves that part out
 * @param slowFor how long they do
 */
record SoakOptions(
        int streams,
        NumberedStream stream,
        Duration pause,
        Duration ramp,
        int passes,
        int slowClients,
        Duration slowFor,
        int mostRequests,
        String gatewayCore,
        List<String> jvm,
        Path jar) {

    static final String USAGE = """
            Usage: benchmarks/load/soak [options]
              --streams N         at the same time; 2000
              --events N          of each stream; 120
              --pause-ms N        between two events; 250
              --ramp N            seconds over which the streams start; 8
              --passes N          of all of them through one gateway: memory after the last is as after the first; 1
              --virtual           virtual threads in the gateway, from JDK 21 on
              --slow-clients N    then so many clients that hardly read a stream without pauses; 0
              --slow-seconds N    so long; 60
              --gateway-core N    1
              --jvm "ARGUMENTS"   of the gateway's JVM; "-XX:+UseSerialGC -Xmx512m"
              --jar FILE          gptload-gateway-app/target/gptload-gateway.jar
            """;

    private static final int EVENT_BYTES = 250;
    private static final int SPARE_REQUESTS = 100;

    static SoakOptions parse(Arguments arguments) {
        List<String> jvm = new ArrayList<>(Arrays.asList(
                arguments.text("jvm", "-XX:+UseSerialGC -Xmx512m").strip().split(" +")));
        if (arguments.flag("virtual")) {
            jvm.add("-Dspring.threads.virtual.enabled=true");
        }
        int streams = arguments.number("streams", 2000, 1, 20_000);
        int slow = arguments.number("slow-clients", 0, 0, 10_000);
        SoakOptions options = new SoakOptions(
                streams,
                new NumberedStream(arguments.number("events", 120, 1, 1_000_000), EVENT_BYTES),
                Duration.ofMillis(arguments.number("pause-ms", 250, 0, 60_000)),
                arguments.seconds("ramp", 8, 0),
                arguments.number("passes", 1, 1, 100),
                slow,
                arguments.seconds("slow-seconds", 60, 1),
                Math.max(streams, slow) + SPARE_REQUESTS,
                arguments.text("gateway-core", "1"),
                List.copyOf(jvm),
                Path.of(arguments.text("jar", "gptload-gateway-app/target/gptload-gateway.jar")));
        arguments.requireAllUsed();
        return options;
    }

    /** How long a stream takes at least. */
    Duration streamLength() {
        return pause.multipliedBy(stream.events());
    }
}
