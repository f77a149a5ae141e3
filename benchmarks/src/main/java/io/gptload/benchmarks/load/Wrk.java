package io.gptload.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Load without a pause, by wrk: as many requests as connections, always. */
final class Wrk {

    private static final String RESULT = "RESULT ";
    private static final int LEAST_HEAD = 30;

    private final Workplace place;
    private final String core;

    Wrk(Workplace place, String core) {
        this.place = place;
        this.core = core;
    }

    /**
     * Puts one target under load.
     *
     * @throws IllegalStateException if a request failed, or an answer was too short
     */
    Round run(Endpoint endpoint, ProcessUsage usage, Duration duration) throws IOException, InterruptedException {
        Payload payload = endpoint.payload();
        Path body = place.folder().resolve("body");
        Files.write(body, payload.request());
        Path script = place.write("load.lua", """
                wrk.method = "POST"
                wrk.body = io.open("%s", "rb"):read("*a")
                wrk.headers["Authorization"] = "Bearer %s"
                wrk.headers["Accept"] = "%s"
                wrk.headers["Content-Type"] = "application/json"
                done = function(summary, latency, requests)
                  local e = summary.errors
                  io.write(string.format("RESULT %%d %%d %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration, summary.bytes,
                    e.connect + e.read + e.write + e.status + e.timeout,
                    latency:percentile(50), latency:percentile(95), latency:percentile(99)))
                end
                """.formatted(body, endpoint.key(), payload.accept()));
        String connections = String.valueOf(payload.connections());
        List<String> command = List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + duration.toSeconds() + "s",
                "--timeout",
                "10s",
                "-s",
                script.toString(),
                "http://127.0.0.1:" + endpoint.port() + endpoint.path());
        long before = usage.cpuMicros();
        Process wrk = place.start("wrk", core, Map.of(), command);
        int exit = wrk.waitFor();
        long cpu = usage.cpuMicros() - before;
        String output = Files.readString(place.output("wrk"));
        if (exit != 0 || !output.contains(RESULT)) {
            throw new IllegalStateException("wrk failed:\n" + output);
        }
        return round(output, cpu, endpoint.expected().length);
    }

    private static Round round(String output, long cpu, long bodyLength) {
        String result =
                output.substring(output.indexOf(RESULT) + RESULT.length()).strip();
        long[] fields =
                Arrays.stream(result.split(" ")).mapToLong(Long::parseLong).toArray();
        long requests = fields[0];
        if (requests == 0 || fields[3] > 0) {
            throw new IllegalStateException(fields[3] + " of " + requests + " requests failed:\n" + output);
        }
        if (fields[2] < requests * (bodyLength + LEAST_HEAD)) {
            throw new IllegalStateException(
                    "Answers are too short: " + fields[2] + " bytes for " + requests + " requests");
        }
        return new Round(
                requests * 1e6 / fields[1], (double) cpu / requests, fields[4] / 1e3, fields[5] / 1e3, fields[6] / 1e3);
    }
}
