package io.gptload.client.internal.upstream;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The upstreams of a group in turn, by weight. An upstream whose breaker is open, or that the call must avoid, is passed over for the next one. Thread-safe.
 */
public final class UpstreamRing {

    private final List<UpstreamCell> cells;
    private final WeightedRing ring;

    /**
     * @param cells at least one
     * @param weights their weights in the same order, each above 0
     */
    public UpstreamRing(List<UpstreamCell> cells, int[] weights) {
        this.cells = List.copyOf(cells);
        this.ring = new WeightedRing(weights);
    }

    /**
     * The next upstream that may be asked, its permission taken.
     *
     * @param avoid upstreams to pass over; {@code null} for none
     * @return {@code null} when there is none
     */
    public @Nullable UpstreamCell next(@Nullable List<UpstreamCell> avoid) {
        if (cells.size() == 1) {
            UpstreamCell only = cells.get(0);
            return (avoid == null || !avoid.contains(only)) && only.tryAcquire() ? only : null;
        }
        int first = ring.next();
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
