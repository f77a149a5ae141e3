package io.gptload.client.internal.engine;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.internal.pool.KeyCell;
import io.gptload.client.internal.pool.KeyPool;
import io.gptload.client.policy.Category;
import io.gptload.client.policy.Retry;
import io.gptload.client.policy.Scope;
import io.gptload.client.policy.Verdict;
import io.gptload.client.session.Answer;
import io.gptload.client.session.CallObserver;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.CallTracer;
import io.gptload.client.session.Header;
import io.gptload.client.session.Session;
import io.gptload.client.session.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attempt loop. A call has two budgets under one deadline: <em>rotations</em>, when the key was to blame and another
 * one is tried at once, and <em>retries</em>, when the upstream was, and another upstream or a pause is needed. A call
 * through an aggregate group goes on in another member when its own has nothing left to try. A probe has one attempt with
 * one key, neither budget, and does not wait.
 */
final class CallSession implements Session {

    /** How long a call waits in all for the breaker of its only upstream. */
    private static final Duration UPSTREAM_PATIENCE = Duration.ofMillis(1100);

    /** How long a call waits in all to learn what is left of budgets that other processes use too. */
    private static final Duration SLICE_PATIENCE = Duration.ofMillis(500);

    private static final Duration SLICE_PAUSE = Duration.ofMillis(5);

    /** Timers of HTTP clients fire a little early. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMillis(20);

    private final Route route;
    private final CallRequest request;
    private final @Nullable KeyCell probed;
    private final Targets.Target target;
    private final CallTracer.@Nullable CallTrace trace;
    private final @Nullable CallObserver observer;
    private Lanes lanes = Lanes.NONE;
    private long startedAt;
    private long deadline;
    private @Nullable FinalAnswer answer;
    private int attempts;
    private int rotations;
    private int retries;
    private @Nullable Patience patience;
    private volatile boolean cancelled;

    /** @param probed the key to try, whatever its state; {@code null} for those whose turn it is */
    CallSession(Route route, CallRequest request, @Nullable KeyCell probed) {
        this.route = route;
        this.request = request;
        this.probed = probed;
        this.target = route.targets().of(request);
        this.trace = route.bus().trace(request);
        this.observer = probed == null ? route.bus().observer(route.name(), request) : request.observer();
    }

    @Override
    public Step begin() {
        startedAt = now();
        String refusal = target.refusal();
        if (refusal != null) {
            return refuse("invalid_path", refusal);
        }
        lanes = Lanes.of(route.members(), request, probed);
        if (lanes.isEmpty()) {
            return lanes.refused()
                    ? refuse(
                            "model_not_allowed",
                            "The model is not among those that group '" + route.name() + "' redirects.")
                    : giveUp(503, "no_keys_available", "Group '" + route.name() + "' has no members.", null);
        }
        long mine = lanes.current().settings().requestTimeout().toNanos();
        Duration timeLeft = request.timeLeft();
        deadline = startedAt + (timeLeft == null ? mine : Math.min(mine, timeLeft.toNanos()));
        return next(startedAt);
    }

    @Override
    public Step resume() {
        return next(now());
    }

    private Step next(long now) {
        if (cancelled) {
            return cancelledStep();
        }
        if (now - deadline >= 0) {
            return giveUp(504, "timeout", "The time for this request ran out before an upstream answered.", null);
        }
        Lease lease = lanes.lease(now);
        if (lease == null && attempts == 0 && probed == null) {
            lease = lanes.lastResort(now);
        }
        return lease != null ? send(lease) : stuck(now);
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    private Step send(Lease lease) {
        CallAttempt attempt = new CallAttempt(this, ++attempts, lease);
        if (trace != null
                || observer != null
                || route.bus().wantsCalls()
                || lease.lane().group().countsTokens()) {
            CallTracer.AttemptTrace followed =
                    trace == null ? null : route.bus().trace(trace, attempt);
            attempt.tell(new AttemptListeners(attempt, observer, followed));
        }
        return attempt;
    }

    // ------------------------------------------------------------------------------------------------ nothing to send

    /** No upstream may be asked or no key is free: wait if it is worth it, else say so. */
    private Step stuck(long now) {
        Duration upstreamFree = lanes.nextUpstream();
        if (upstreamFree.isZero() && probed == null) {
            Step.Pause pause = pauseForKey(now);
            return pause != null ? pause : noKey(now);
        }
        long wait = upstreamFree.toNanos();
        if (probed == null && now + wait - deadline < 0 && patience().forUpstream(wait, UPSTREAM_PATIENCE.toNanos())) {
            return pause(upstreamFree);
        }
        return giveUp(503, "upstream_unavailable", "No upstream of this group is working at the moment.", upstreamFree);
    }

    private Step.@Nullable Pause pauseForKey(long now) {
        if (lanes.awaitSlice() && patience().forSlice(SLICE_PAUSE.toNanos(), SLICE_PATIENCE.toNanos())) {
            lanes.forgetTriedKeys();
            return pause(SLICE_PAUSE);
        }
        long free = lanes.nextKey();
        long wait = free == KeyPool.NEVER ? Long.MAX_VALUE : Math.max(free - now, 0) + 1;
        long most = lanes.current().settings().maxWait().toNanos();
        if (wait > most || now + wait - deadline >= 0 || !patience().forKey(wait, most)) {
            return null;
        }
        lanes.forgetTriedKeys(); // those that are of use again by then may be tried again
        return pause(Duration.ofNanos(wait));
    }

    private Step.Pause pause(Duration length) {
        return new Step.Pause(route.time().pass(length));
    }

    private Patience patience() {
        if (patience == null) {
            patience = new Patience();
        }
        return patience;
    }

    private Step noKey(long now) {
        long free = lanes.nextKey();
        if (free == KeyPool.NEVER) {
            return giveUp(503, "no_keys_available", lanes.current().whyNoKey(), null);
        }
        Duration wait = Duration.ofNanos(Math.max(free - now, 0));
        return giveUp(429, "all_keys_limited", "All keys of this group are resting at the moment.", wait);
    }

    // ------------------------------------------------------------------------------------------------ after a failure

    /**
     * The next attempt or pause after one that failed.
     *
     * @return {@code null} when there will be none: what came back goes to the caller
     */
    @Nullable
    Step again(CallAttempt failed, Verdict verdict) {
        long now = now();
        if (probed != null || verdict.retry() == Retry.NONE || !repeatable(failed) || now - deadline >= 0) {
            return null;
        }
        return verdict.retry() == Retry.ROTATE ? rotate(failed, verdict, now) : retry(failed, verdict, now);
    }

    /** Whether the request may be sent again: always what is safe to repeat, else only what was not acted upon. */
    private boolean repeatable(CallAttempt failed) {
        byte[] body = failed.body();
        return body != null
                && body.length <= failed.lease().lane().settings().maxReplayBody()
                && (target.replaySafe() || failed.wasRefusedUnprocessed());
    }

    private @Nullable Step rotate(CallAttempt failed, Verdict verdict, long now) {
        Lane lane = failed.lease().lane();
        lane.avoid(failed.lease().key());
        if (rotations >= lane.settings().maxKeyRotations()) {
            return null;
        }
        rotations++;
        Lease lease = lanes.lease(now);
        if (lease != null) {
            return send(lease);
        }
        Step pause = pauseForKey(now);
        // A refusal of one of our keys tells the caller nothing while others are only resting.
        boolean misleading = FinalAnswer.isKeysOwn(verdict.category()) && lanes.nextKey() != KeyPool.NEVER;
        return pause == null && misleading ? noKey(now) : pause;
    }

    private @Nullable Step retry(CallAttempt failed, Verdict verdict, long now) {
        Lane lane = failed.lease().lane();
        if (retries >= lane.settings().maxRetries()) {
            return null;
        }
        retries++;
        lane.avoid(failed.lease().upstream());
        Lease lease = lanes.leaseElsewhere(now);
        if (lease != null) {
            return send(lease);
        }
        if (verdict.scope() == Scope.EGRESS) {
            return null; // refused to everybody: asking once more changes nothing
        }
        lane.forgetFailedUpstreams();
        Duration pause = lane.group().backoff().pause(retries, verdict.cooldown());
        return now + pause.toNanos() - deadline < 0 ? pause(pause) : null;
    }

    /** Headers for an upstream's failure that is final although it was worth another attempt. */
    List<Header> finalFailure(Verdict verdict) {
        List<Header> headers = new ArrayList<>(3);
        headers.add(ErrorAnswers.DO_NOT_RETRY);
        if (verdict.category() == Category.RATE_LIMITED || verdict.category() == Category.QUOTA_EXHAUSTED) {
            long free = lanes.nextKey();
            if (free != KeyPool.NEVER) {
                headers.addAll(ErrorAnswers.retryAfter(Duration.ofNanos(free - now())));
            }
        }
        return headers;
    }

    // ------------------------------------------------------------------------------------------------ answers

    /** Keeps an upstream's response in case nothing better comes. */
    void remember(Answer response, Category category) {
        answer().remember(response, category);
    }

    /** The last thing an upstream said, or else this. */
    Step giveUp(int status, String code, String message, @Nullable Duration retryAfter) {
        return reply(answer().bestOr(status, code, message, retryAfter), answer().categoryOr(status));
    }

    private FinalAnswer answer() {
        if (answer == null) {
            answer = new FinalAnswer(route.channel());
        }
        return answer;
    }

    private Step refuse(String code, String message) {
        return reply(ErrorAnswers.of(route.channel(), 400, code, message, null), Category.CLIENT_ERROR);
    }

    Step reply(Answer best, Category category) {
        answered(best.status(), category);
        if (observer != null) {
            observer.onAnswer(best, category);
        }
        return new Step.Reply(best);
    }

    Step cancelledStep() {
        answered(0, Category.CANCELLED);
        if (observer != null) {
            observer.onCancelled();
        }
        return Step.Cancelled.INSTANCE;
    }

    void answered(int status, Category category) {
        if (route.bus().wantsCalls()) {
            Duration elapsed = Duration.ofNanos(now() - startedAt);
            route.bus()
                    .publish(new GptLoadEvent.CallAnswered(
                            route.time().instant(), route.name(), attempts, status, category, elapsed));
        }
    }

    // ------------------------------------------------------------------------------------------------ parts

    private long now() {
        return route.time().nanoTime();
    }

    long deadline() {
        return deadline;
    }

    /** Whether it is the caller, not we, who would not wait any longer. */
    boolean callersTimeIsUp() {
        Duration patience = request.timeLeft();
        return patience != null && now() - startedAt - patience.toNanos() >= -CLOCK_TOLERANCE.toNanos();
    }

    /** Whether the request asks a model for something: a success without a body is none. */
    boolean expectsContent() {
        return target.replaySafe() && request.method().equals("POST");
    }

    CallRequest request() {
        return request;
    }

    /** Whether it was made to find out about a key. */
    boolean isProbe() {
        return probed != null;
    }

    boolean isCancelled() {
        return cancelled;
    }
}
