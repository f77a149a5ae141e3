package io.gptload.client.internal.upstream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Smooth weighted round robin over the upstreams of a group, worked out once: weights 2 and 1 give the sequence A B A.
 * An upstream whose breaker is open, or that the call must avoid, is passed over for the next one. Thread-safe.
 */
public final class UpstreamRing {

    private static final int MAX_LENGTH = 10_000;

    private final List<UpstreamCell> cells;
    private final int[] sequence;
    private final AtomicInteger cursor = new AtomicInteger();

    /**
     * @param cells at least one
     * @param weights their weights in the same order, each above 0
     */
    public UpstreamRing(List<UpstreamCell> cells, int[] weights) {
        this.cells = List.copyOf(cells);
        this.sequence = sequence(weights);
    }

    static int[] sequence(int[] weights) {
        int divisor = 0;
        long total = 0;
        for (int weight : weights) {
            divisor = gcd(divisor, weight);
            total += weight;
        }
        double scale = Math.min(1.0 / divisor, (double) MAX_LENGTH / total);
        int[] shares = new int[weights.length];
        int length = 0;
        for (int i = 0; i < weights.length; i++) {
            shares[i] = Math.max(1, (int) Math.round(weights[i] * scale));
            length += shares[i];
        }
        int[] sequence = new int[length];
        int[] current = new int[weights.length];
        for (int n = 0; n < length; n++) {
            int best = 0;
            for (int i = 0; i < shares.length; i++) {
                current[i] += shares[i];
                if (current[i] > current[best]) {
                    best = i;
                }
            }
            current[best] -= length;
            sequence[n] = best;
        }
        return sequence;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /**
     * The next upstream that may be asked, its permission taken.
     *
     * @param avoid upstreams to pass over; {@code null} for none
     * @return {@code null} when there is none
     */
    public @Nullable UpstreamCell next(@Nullable List<UpstreamCell> avoid) {
        int first = cells.size() == 1 ? 0 : sequence[(cursor.getAndIncrement() & Integer.MAX_VALUE) % sequence.length];
        for (int i = 0; i < cells.size(); i++) {
            UpstreamCell cell = cells.get((first + i) % cells.size());
            if ((avoid == null || !avoid.contains(cell)) && cell.tryAcquire()) {
                return cell;
            }
        }
        return null;
    }

    /** All of them. */
    public List<UpstreamCell> cells() {
        return cells;
    }

    /** How long until one may be asked again, as far as known. */
    public Duration untilFree() {
        return cells.stream()
                .map(UpstreamCell::untilFree)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Whether there is one that is not among these. */
    public boolean hasOther(List<UpstreamCell> avoid) {
        return cells.stream().anyMatch(cell -> !avoid.contains(cell));
    }
}
