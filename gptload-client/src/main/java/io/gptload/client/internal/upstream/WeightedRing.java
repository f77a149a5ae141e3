package io.gptload.client.internal.upstream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Smooth weighted round robin, worked out once: weights 2 and 1 give the sequence 0 1 0. Thread-safe.
 */
public final class WeightedRing {

    private static final int MAX_LENGTH = 10_000;

    private final int[] sequence;
    private final AtomicInteger cursor = new AtomicInteger();

    /** @param weights each above 0 */
    public WeightedRing(int[] weights) {
        this.sequence = sequence(weights);
    }

    /**
     * Whose turn it is, as an index into the weights.
     *
     * @throws ArithmeticException if there are no weights
     */
    public int next() {
        return sequence[(cursor.getAndIncrement() & Integer.MAX_VALUE) % sequence.length];
    }

    static int[] sequence(int[] weights) {
        if (weights.length == 0) {
            return new int[0];
        }
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
}
