package io.gptload.client.internal.engine;

import io.gptload.client.internal.pool.KeyCell;
import io.gptload.client.internal.pool.KeyPool;
import io.gptload.client.session.CallRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways a call may take, the one it is on first tried. Confined to its session. */
final class Lanes {

    static final Lanes NONE = new Lanes(List.of(), false);

    private final List<Lane> lanes;
    private final boolean refused;
    private int current;

    private Lanes(List<Lane> lanes, boolean refused) {
        this.lanes = lanes;
        this.refused = refused;
    }

    /**
     * Those of the members that take the request.
     *
     * @param probed the key to try, of the only member; {@code null} for those whose turn it is
     */
    static Lanes of(List<GroupRuntime> members, CallRequest request, @Nullable KeyCell probed) {
        if (probed != null) {
            return new Lanes(List.of(Lane.probing(members.get(0), request, probed)), false);
        }
        if (members.size() == 1) {
            Lane lane = Lane.of(members.get(0), request);
            return lane == null ? new Lanes(List.of(), true) : new Lanes(List.of(lane), false);
        }
        List<Lane> lanes = new ArrayList<>(members.size());
        for (GroupRuntime member : members) {
            Lane lane = Lane.of(member, request);
            if (lane != null) {
                lanes.add(lane);
            }
        }
        return new Lanes(lanes, !members.isEmpty());
    }

    boolean isEmpty() {
        return lanes.isEmpty();
    }

    /** Whether there would be ways if the model were another. */
    boolean refused() {
        return refused && lanes.isEmpty();
    }

    Lane current() {
        return lanes.get(current);
    }

    /** A key and an upstream, on the current way if it has them. */
    @Nullable
    Lease lease(long now) {
        if (lanes.size() == 1) {
            return lanes.get(0).lease(now);
        }
        for (int i = 0; i < lanes.size(); i++) {
            Lease lease = lanes.get((current + i) % lanes.size()).lease(now);
            if (lease != null) {
                return taken(lease);
            }
        }
        return null;
    }

    /** A key and an upstream that has not failed in this call. */
    @Nullable
    Lease leaseElsewhere(long now) {
        for (int i = 0; i < lanes.size(); i++) {
            Lease lease = lanes.get((current + i) % lanes.size()).leaseElsewhere(now);
            if (lease != null) {
                return taken(lease);
            }
        }
        return null;
    }

    /** A key although none is ready. */
    @Nullable
    Lease lastResort(long now) {
        for (Lane lane : lanes) {
            Lease lease = lane.lastResort(now);
            if (lease != null) {
                return taken(lease);
            }
        }
        return null;
    }

    private Lease taken(Lease lease) {
        current = lanes.indexOf(lease.lane());
        return lease;
    }

    void forgetTriedKeys() {
        lanes.forEach(Lane::forgetTriedKeys);
    }

    /** Whether a key may be of use again in a moment, when it is known whether there is more of its budget. */
    boolean awaitSlice() {
        return lanes.stream().anyMatch(Lane::awaitsSlice);
    }

    /** When the first key comes back, in monotonic nanoseconds; {@link KeyPool#NEVER} when none is cooling. */
    long nextKey() {
        long next = KeyPool.NEVER;
        for (Lane lane : lanes) {
            long free = lane.nextKey();
            next = next == KeyPool.NEVER || (free != KeyPool.NEVER && free - next < 0) ? free : next;
        }
        return next;
    }

    /** How long until an upstream may be asked; zero when one may be now. */
    Duration nextUpstream() {
        return lanes.stream()
                .map(Lane::nextUpstream)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
