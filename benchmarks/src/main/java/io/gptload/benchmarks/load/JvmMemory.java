package io.gptload.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a JVM holds.
 *
 * @param heapKilobytes in use after a full collection
 * @param residentMegabytes of the process in RAM
 * @param threads of the operating system
 */
record JvmMemory(long heapKilobytes, long residentMegabytes, long threads) {

    private static final Pattern USED = Pattern.compile("(?:total|size) \\d+K.*?used (\\d+)K|used (\\d+)M");

    /** Collects the garbage of the JVM, and looks. Both need a moment in which it does nothing else. */
    static JvmMemory of(ProcessHandle jvm) throws IOException, InterruptedException {
        jcmd(jvm, "GC.run");
        long used = 0;
        String info = jcmd(jvm, "GC.heap_info");
        for (String line :
                info.lines().filter(line -> !line.contains("etaspace")).toList()) {
            Matcher found = USED.matcher(line);
            if (found.find()) {
                used += found.group(1) == null ? Long.parseLong(found.group(2)) << 10 : Long.parseLong(found.group(1));
            }
        }
        if (used == 0) {
            throw new IOException("Cannot read the size of the heap from: " + info);
        }
        ProcessUsage usage = new ProcessUsage(jvm);
        return new JvmMemory(used, usage.residentMegabytes(), usage.threads());
    }

    private static String jcmd(ProcessHandle jvm, String command) throws IOException, InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(tool, String.valueOf(jvm.pid()), command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + command + " failed: " + output);
        }
        return output;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "heap %.1f MB, process %d MB, %d threads",
                heapKilobytes / 1024.0,
                residentMegabytes,
                threads);
    }
}
