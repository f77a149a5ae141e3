package io.gptload.benchmarks.load;

import java.util.Locale;
import java.util.stream.DoubleStream;

/** What the rounds of a measurement came to. */
record Spread(double median, double least, double most) {

    static Spread of(DoubleStream rounds) {
        double[] sorted = rounds.sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** The value below which this part of sorted values is. */
    static double percentile(long[] sorted, double percent) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * percent / 100))];
    }

    /** {@code median (least-most)}. */
    String text(String format) {
        return String.format(Locale.ROOT, format + " (" + format + "-" + format + ")", median, least, most);
    }
}
