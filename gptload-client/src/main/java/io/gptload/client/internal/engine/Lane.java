package io.gptload.client.internal.engine;

import io.gptload.client.config.GroupSettings;
import io.gptload.client.internal.pool.KeyBudgeting;
import io.gptload.client.internal.pool.KeyCell;
import io.gptload.client.internal.pool.KeyPool;
import io.gptload.client.internal.pool.Tried;
import io.gptload.client.internal.upstream.UpstreamCell;
import io.gptload.client.session.CallRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call's way through one standard group: the definition it began with, the request as that group sends it, and what was
 * tried there. A call through an aggregate group may have several. Confined to its session.
 */
final class Lane {

    private final GroupRuntime group;
    private final GroupSnapshot definition;
    private final PreparedRequest request;
    private final @Nullable KeyCell probed;
    private @Nullable Tried tried;
    private @Nullable List<UpstreamCell> failedUpstreams;

    private Lane(GroupRuntime group, GroupSnapshot definition, PreparedRequest request, @Nullable KeyCell probed) {
        this.group = group;
        this.definition = definition;
        this.request = request;
        this.probed = probed;
    }

    /** @return {@code null} when the group's model redirects are strict and do not know the model */
    static @Nullable Lane of(GroupRuntime group, CallRequest request) {
        GroupSnapshot definition = group.snapshot();
        PreparedRequest prepared = PreparedRequest.of(definition.config(), request);
        return prepared == null ? null : new Lane(group, definition, prepared, null);
    }

    /** The way of a call that is made to find out about a key: only with that one, and the request as it is. */
    static Lane probing(GroupRuntime group, CallRequest request, KeyCell probed) {
        GroupSnapshot definition = group.snapshot();
        return new Lane(group, definition, PreparedRequest.asIs(definition.config(), request), probed);
    }

    GroupRuntime group() {
        return group;
    }

    GroupSnapshot definition() {
        return definition;
    }

    GroupSettings settings() {
        return definition.settings();
    }

    PreparedRequest request() {
        return request;
    }

    /**
     * Takes a key and an upstream, one that has not failed in this call if there is one.
     *
     * @return {@code null} when there is no key, or no upstream that may be asked
     */
    @Nullable
    Lease lease(long now) {
        Lease lease = lease(now, failedUpstreams);
        return lease == null && failedUpstreams != null ? lease(now, null) : lease;
    }

    /** As {@link #lease(long)}, but only with an upstream that has not failed in this call. */
    @Nullable
    Lease leaseElsewhere(long now) {
        return failedUpstreams == null || definition.upstreams().hasOther(failedUpstreams)
                ? lease(now, failedUpstreams)
                : null;
    }

    private @Nullable Lease lease(long now, @Nullable List<UpstreamCell> avoided) {
        UpstreamCell upstream = definition.upstreams().next(avoided);
        if (upstream == null) {
            return null;
        }
        KeyPool pool = group.pool();
        KeyBudgeting budgeting = pool.budgeting();
        if (probed != null) {
            if (budgeting != null) {
                budgeting.use(probed, request.model(), now);
            }
            return lease(now, upstream, pool.take(probed));
        }
        if (budgeting != null) {
            String model = pool.modelMatters() || budgeting.perModel() ? request.model() : null;
            return lease(now, upstream, budgeting.select(now, model, tried()));
        }
        return lease(now, upstream, pool.select(now, pool.modelMatters() ? request.model() : null, tried));
    }

    /** A key although none is ready; see {@link KeyPool#lastResort}. */
    @Nullable
    Lease lastResort(long now) {
        UpstreamCell upstream = definition.upstreams().next(null);
        if (upstream == null) {
            return null;
        }
        KeyCell key = group.pool().lastResort(now, request.model());
        KeyBudgeting budgeting = group.pool().budgeting();
        boolean affordable = key == null || budgeting == null || budgeting.take(key, request.model(), now);
        return lease(now, upstream, affordable ? key : null);
    }

    private @Nullable Lease lease(long now, UpstreamCell upstream, @Nullable KeyCell key) {
        if (key == null) {
            upstream.release();
            return null;
        }
        return new Lease(this, key, upstream, now);
    }

    /** Leaves that key out from now on. */
    void avoid(KeyCell key) {
        tried().add(key);
    }

    private Tried tried() {
        if (tried == null) {
            tried = new Tried();
        }
        return tried;
    }

    /** Leaves that upstream out as long as there is another. */
    void avoid(UpstreamCell upstream) {
        if (failedUpstreams == null) {
            failedUpstreams = new ArrayList<>(2);
        }
        failedUpstreams.add(upstream);
    }

    /** Every upstream had its turn: start over. */
    void forgetFailedUpstreams() {
        failedUpstreams = null;
    }

    void forgetTriedKeys() {
        tried = null;
    }

    /** Whether a key may be of use again in a moment, when it is known whether there is more of its budget. */
    boolean awaitsSlice() {
        return tried != null && tried.anyWaiting();
    }

    /** When the first key comes back, in monotonic nanoseconds; {@link KeyPool#NEVER} when none is cooling. */
    long nextKey() {
        return group.pool().nextFree(request.model());
    }

    /** How long until an upstream may be asked; zero when one may be now. */
    Duration nextUpstream() {
        return definition.upstreams().untilFree();
    }

    /** Why there is no key, when none is coming back by itself. */
    String whyNoKey() {
        KeyPool pool = group.pool();
        if (pool.size() == 0) {
            return "This group has no keys.";
        }
        return pool.activeCount() > 0
                ? "All usable keys of this group were tried."
                : "All keys of this group are invalid.";
    }
}
