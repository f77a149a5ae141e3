package io.gptload.client.internal.engine;

import io.gptload.client.internal.pool.KeyCell;
import io.gptload.client.internal.pool.KeyPool;
import io.gptload.client.session.CallRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ways a call may take, the one it is on first tried. Confined to its session. */
final class Lanes {

    static final Lanes NONE = new Lanes(false);

    private final Lane[] lanes;
    private final boolean refused;
    private int current;

    private Lanes(boolean refused, Lane... lanes) {
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
            return new Lanes(false, Lane.probing(members.get(0), request, probed));
        }
        if (members.size() == 1) {
            Lane lane = Lane.of(members.get(0), request);
            return lane == null ? new Lanes(true) : new Lanes(false, lane);
        }
        List<Lane> lanes = new ArrayList<>(members.size());
        for (GroupRuntime member : members) {
            Lane lane = Lane.of(member, request);
            if (lane != null) {
                lanes.add(lane);
            }
        }
        return new Lanes(!members.isEmpty(), lanes.toArray(Lane[]::new));
    }

    boolean isEmpty() {
        return lanes.length == 0;
    }

    /** Whether there would be ways if the model were another. */
    boolean refused() {
        return refused && lanes.length == 0;
    }

    Lane current() {
        return lanes[current];
    }

    /** A key and an upstream, on the current way if it has them. */
    @Nullable
    Lease lease(long now) {
        if (lanes.length == 1) {
            return lanes[0].lease(now);
        }
        for (int i = 0; i < lanes.length; i++) {
            Lease lease = lanes[(current + i) % lanes.length].lease(now);
            if (lease != null) {
                return taken(lease);
            }
        }
        return null;
    }

    /** A key and an upstream that has not failed in this call. */
    @Nullable
    Lease leaseElsewhere(long now) {
        for (int i = 0; i < lanes.length; i++) {
            Lease lease = lanes[(current + i) % lanes.length].leaseElsewhere(now);
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
        current = List.of(lanes).indexOf(lease.lane());
        return lease;
    }

    void forgetTriedKeys() {
        List.of(lanes).forEach(Lane::forgetTriedKeys);
    }

    /** Whether a key may be of use again in a moment, when it is known whether there is more of its budget. */
    boolean awaitSlice() {
        return Stream.of(lanes).anyMatch(Lane::awaitsSlice);
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
        return Stream.of(lanes)
                .map(Lane::nextUpstream)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
