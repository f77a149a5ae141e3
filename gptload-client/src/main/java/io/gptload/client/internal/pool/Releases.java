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

    private static final Comparator<Entry> BY_END = Comparator.comparingLong(entry -> entry.cooldown.untilNanos());

    private final PriorityQueue<Entry> doubtful = new PriorityQueue<>(BY_END);
    private final PriorityQueue<Entry> certain = new PriorityQueue<>(BY_END);

    void add(KeyCell cell, Cooldown cooldown) {
        (cooldown.isBudget() ? certain : doubtful).add(new Entry(cell, cooldown));
    }

    /** Takes out the entries that are due; the stale ones among them are left out. */
    List<Entry> due(long now) {
        List<Entry> due = new ArrayList<>();
        takeDue(doubtful, now, due);
        takeDue(certain, now, due);
        return due;
    }

    private static void takeDue(PriorityQueue<Entry> queue, long now, List<Entry> due) {
        for (Entry head = queue.peek(); head != null && head.cooldown.over(now); head = queue.peek()) {
            queue.remove();
            if (head.live()) {
                due.add(head);
            }
        }
    }

    /** The live entry that ends first. */
    @Nullable
    Entry first() {
        return earlier(first(doubtful), first(certain));
    }

    /** The live entry that ends first of those a provider's answer is behind, which may be wrong; budgets are not. */
    @Nullable
    Entry firstDoubtful() {
        return first(doubtful);
    }

    static @Nullable Entry earlier(@Nullable Entry one, @Nullable Entry other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.cooldown.untilNanos() - other.cooldown.untilNanos() <= 0 ? one : other;
    }

    private static @Nullable Entry first(PriorityQueue<Entry> queue) {
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
