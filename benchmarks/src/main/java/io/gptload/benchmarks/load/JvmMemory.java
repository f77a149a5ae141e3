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

    private static final Pattern TOTAL = Pattern.compile("^Total +\\d+ +(\\d+)", Pattern.MULTILINE);

    /** What the collector leaves in place of garbage that was not worth moving. */
    private static final Pattern FILLER =
            Pattern.compile("^ *\\d+: +\\d+ +(\\d+) .*Filler(?:Element|Array|Object)\\b.*$", Pattern.MULTILINE);

    /** Collects the garbage of the JVM, and looks. Both need a moment in which it does nothing else. */
    static JvmMemory of(ProcessHandle jvm) throws IOException, InterruptedException {
        String histogram = jcmd(jvm, "GC.class_histogram");
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IOException("Cannot read the size of the heap from: " + histogram);
        }
        long bytes = Long.parseLong(total.group(1));
        Matcher filler = FILLER.matcher(histogram);
        while (filler.find()) {
            bytes -= Long.parseLong(filler.group(1));
        }
        ProcessUsage usage = new ProcessUsage(jvm);
        return new JvmMemory(bytes >> 10, usage.residentMegabytes(), usage.threads());
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
