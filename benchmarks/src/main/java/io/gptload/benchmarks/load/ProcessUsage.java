package io.gptload.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a process and its children use, as Linux counts it. */
record ProcessUsage(ProcessHandle process) {

    /** What Linux tells a program about the length of a tick, whatever it is inside. */
    private static final long MICROS_PER_TICK = 10_000;

    /** Time in user and system mode so far, in us, in steps of 10 ms. */
    long cpuMicros() throws IOException {
        long ticks = 0;
        for (ProcessHandle each :
                Stream.concat(Stream.of(process), process.descendants()).toList()) {
            String stat;
            try {
                stat = Files.readString(Path.of("/proc/" + each.pid() + "/stat"));
            } catch (NoSuchFileException gone) {
                continue;
            }
            // The second field, the name, is in brackets and may contain blanks.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks * MICROS_PER_TICK;
    }

    /** Memory in RAM, in MB. */
    long residentMegabytes() throws IOException {
        long kilobytes = 0;
        for (ProcessHandle each :
                Stream.concat(Stream.of(process), process.descendants()).toList()) {
            kilobytes += status(each.pid(), "VmRSS:");
        }
        return kilobytes >> 10;
    }

    /** Threads of the operating system. */
    long threads() throws IOException {
        return status(process.pid(), "Threads:");
    }

    private static long status(long pid, String field) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
        return lines.stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
