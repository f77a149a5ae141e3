package io.gptload.client.internal.pool;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The ready slots of one tier, to be handed out in proportion to their weights. A slot is a member of one rotation for each
 * bit of its weight, and a rotation is drawn as often as its bit times its members ask for: so a slot gets its weight's share
 * at a cost that depends on neither weights nor slots. While all weights are 1 there is one rotation and nothing is drawn.
 *
 * <p>Any thread may search; everything else is guarded by the pool's lock.
 */
final class Shares {

    /** The golden ratio of 2^64: each draw falls into the widest gap that those before have left. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final AtomicLong draws = new AtomicLong();
    private volatile Rotation[] byBit;

    /** The shares of the rotations, each with those before it; {@code null} while there is nothing to draw. */
    private volatile long @Nullable [] upTo;

    private int[] members = new int[1];
    private int capacity;

    Shares(int capacity) {
        this.capacity = capacity;
        this.byBit = new Rotation[] {new Rotation(new ReadySet(capacity))};
    }

    /** One for each bit of a weight that occurs. */
    Rotation[] rotations() {
        return byBit;
    }

    /** Which rotation's turn it is, among that many. */
    int draw(int rotations) {
        long[] shares = upTo;
        if (shares == null) {
            return 0;
        }
        long total = shares[shares.length - 1];
        long point = (draws.getAndAdd(STEP) >>> 32) * total
                >>> 32; // total fits into 31 bits: 16 million slots of weight 100
        int bit = 0;
        while (bit < rotations - 1 && bit < shares.length - 1 && point >= shares[bit]) {
            bit++;
        }
        return bit;
    }

    boolean contains(int slot, int weight) {
        int bit = Integer.numberOfTrailingZeros(weight);
        return bit < byBit.length && byBit[bit].ready().contains(slot);
    }

    /** Adds or removes a slot of that weight. */
    void set(int slot, int weight, boolean ready) {
        if (contains(slot, weight) == ready) {
            return;
        }
        int highest = Integer.SIZE - Integer.numberOfLeadingZeros(weight);
        if (highest > byBit.length) {
            widen(highest);
        }
        for (int bit = 0; bit < highest; bit++) {
            if ((weight & 1 << bit) != 0) {
                byBit[bit].ready().set(slot, ready);
                members[bit] += ready ? 1 : -1;
            }
        }
        sumUp();
    }

    private void widen(int bits) {
        Rotation[] wider = Arrays.copyOf(byBit, bits);
        for (int bit = byBit.length; bit < bits; bit++) {
            wider[bit] = new Rotation(new ReadySet(capacity));
        }
        members = Arrays.copyOf(members, bits);
        byBit = wider;
    }

    private void sumUp() {
        if (members.length == 1) {
            return;
        }
        long[] shares = new long[members.length];
        long sum = 0;
        for (int bit = 0; bit < shares.length; bit++) {
            sum += (long) members[bit] << bit;
            shares[bit] = sum;
        }
        upTo = shares;
    }

    void grow(int slots) {
        capacity = Math.max(capacity, slots);
        for (Rotation rotation : byBit) {
            rotation.grow(slots);
        }
    }

    Shares copy() {
        Shares copy = new Shares(capacity);
        Rotation[] copied = new Rotation[byBit.length];
        for (int bit = 0; bit < copied.length; bit++) {
            copied[bit] = new Rotation(byBit[bit].ready().copy(0));
        }
        copy.members = members.clone();
        copy.upTo = upTo;
        copy.byBit = copied;
        return copy;
    }
}
