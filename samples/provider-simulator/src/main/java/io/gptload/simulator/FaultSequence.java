package io.gptload.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The faults in force, one after the other. Guarded by its own monitor. */
final class FaultSequence {
    private final Deque<Fault> faults = new ArrayDeque<>();
    private int struck;

    synchronized void replaceWith(List<Fault> sequence) {
        faults.clear();
        faults.addAll(sequence);
        struck = 0;
    }

    /** Takes a strike of the current fault if it is of the wanted sort, else returns null. */
    synchronized @Nullable Fault strike(Predicate<Fault> wanted) {
        Fault current = faults.peek();
        if (current == null || !wanted.test(current)) {
            return null;
        }
        struck++;
        Integer strikes = current.strikes();
        if (strikes != null && struck >= strikes) {
            faults.remove();
            struck = 0;
        }
        return current;
    }

    synchronized @Nullable Fault current() {
        return faults.peek();
    }
}
