package io.gptload.client.internal.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The disabled keys that are enabled again by themselves, in that order. Guarded by the pool's lock. */
final class Pauses {

    private final PriorityQueue<Pause> queue = new PriorityQueue<>(Comparator.comparingLong(Pause::untilNanos));

    /** An entry whose key was enabled or disabled anew meanwhile is stale. */
    private record Pause(KeyCell cell, long untilNanos) {

        boolean live() {
            return cell.member && cell.disabled() && cell.disabledUntilNanos() == untilNanos;
        }
    }

    void add(KeyCell cell) {
        if (cell.disabledUntilNanos() != KeyPool.NEVER) {
            queue.add(new Pause(cell, cell.disabledUntilNanos()));
        }
    }

    /** Takes out the keys whose time is over. */
    List<KeyCell> due(long now) {
        List<KeyCell> due = new ArrayList<>();
        for (Pause head = queue.peek(); head != null && now - head.untilNanos >= 0; head = queue.peek()) {
            queue.remove();
            if (head.live()) {
                due.add(head.cell);
            }
        }
        return due;
    }

    /** When the first is over, in monotonic nanoseconds; {@link KeyPool#NEVER} when there is none. */
    long next() {
        Pause head = queue.peek();
        while (head != null && !head.live()) {
            queue.remove();
            head = queue.peek();
        }
        return head == null ? KeyPool.NEVER : head.untilNanos;
    }
}
