package io.gptload.client.internal.pool;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ready slots as one view sees them, by tier: those of a tier are handed out only while the tiers before it have none.
 * Any thread may search; everything else is guarded by the pool's lock.
 */
final class Lineup {

    private volatile Shares[] tiers = {};
    private int[] numbers = {};
    private int capacity;

    Lineup(int capacity) {
        this.capacity = capacity;
    }

    /** Those that occur, the best first. */
    Shares[] tiers() {
        return tiers;
    }

    /** The one rotation there is; {@code null} if there are none or several. */
    @Nullable
    Rotation onlyRotation() {
        return tiers.length == 1 && tiers[0].rotations().length == 1 ? tiers[0].rotations()[0] : null;
    }

    boolean contains(KeyCell cell) {
        int at = Arrays.binarySearch(numbers, cell.tier());
        return at >= 0 && tiers[at].contains(cell.slot, cell.weight());
    }

    void set(KeyCell cell, boolean ready) {
        int at = Arrays.binarySearch(numbers, cell.tier());
        if (at >= 0) {
            tiers[at].set(cell.slot, cell.weight(), ready);
        } else if (ready) {
            add(cell.tier(), -at - 1).set(cell.slot, cell.weight(), true);
        }
    }

    private Shares add(int tier, int at) {
        Shares added = new Shares(capacity);
        Shares[] more = new Shares[tiers.length + 1];
        System.arraycopy(tiers, 0, more, 0, at);
        System.arraycopy(tiers, at, more, at + 1, tiers.length - at);
        more[at] = added;
        int[] moreNumbers = Arrays.copyOf(numbers, more.length);
        System.arraycopy(numbers, at, moreNumbers, at + 1, numbers.length - at);
        moreNumbers[at] = tier;
        numbers = moreNumbers;
        tiers = more;
        return added;
    }

    void grow(int slots) {
        capacity = Math.max(capacity, slots);
        for (Shares tier : tiers) {
            tier.grow(slots);
        }
    }

    Lineup copy() {
        Lineup copy = new Lineup(capacity);
        copy.numbers = numbers;
        copy.tiers = Arrays.stream(tiers).map(Shares::copy).toArray(Shares[]::new);
        return copy;
    }
}
