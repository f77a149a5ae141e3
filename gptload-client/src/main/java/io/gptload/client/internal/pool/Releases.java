package io.gptload.client.internal.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The cooldowns of one scope (the whole key, or one model) in the order they end. Guarded by the pool's lock. An entry
 * whose cooldown was lengthened or cleared meanwhile is stale and dropped when it comes up.
 */
final class Releases {

    private final PriorityQueue<Entry> queue =
            new PriorityQueue<>(Comparator.comparingLong(entry -> entry.cooldown.untilNanos()));

    void add(KeyCell cell, Cooldown cooldown) {
        queue.add(new Entry(cell, cooldown));
    }

    /** Takes out the entries that are due; the stale ones among them are left out. */
    List<Entry> due(long now) {
        List<Entry> due = new ArrayList<>();
        for (Entry head = queue.peek(); head != null && head.cooldown.over(now); head = queue.peek()) {
            queue.remove();
            if (head.live()) {
                due.add(head);
            }
        }
        return due;
    }

    /** The live entry that ends first. */
    @Nullable
    Entry first() {
        Entry head = queue.peek();
        while (head != null && !head.live()) {
            queue.remove();
            head = queue.peek();
        }
        return head;
    }

    /** When the first live entry ends, in monotonic nanoseconds; {@link KeyPool#NEVER} when there is none. */
    long next() {
        Entry first = first();
        return first == null ? KeyPool.NEVER : first.cooldown.untilNanos();
    }

    record Entry(KeyCell cell, Cooldown cooldown) {

        boolean live() {
            return cell.active() && cell.cooldown(cooldown.model()) == cooldown;
        }
    }
}
