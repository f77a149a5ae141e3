package io.gptload.client.internal.engine;

import io.gptload.client.config.GroupSettings;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.internal.pool.KeyCell;
import io.gptload.client.internal.pool.KeyPool;
import io.gptload.client.internal.pool.Tried;
import io.gptload.client.internal.upstream.UpstreamCell;
import io.gptload.client.policy.Category;
import io.gptload.client.policy.Verdict;
import io.gptload.client.rewrite.ReplaySafety;
import io.gptload.client.rewrite.TargetUrl;
import io.gptload.client.session.Answer;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Header;
import io.gptload.client.session.Session;
import io.gptload.client.session.Step;
import io.gptload.client.session.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attempt loop. A call has two budgets under one deadline: <em>rotations</em>, when the key was to blame and another
 * one is tried at once, and <em>retries</em>, when the upstream was, and another upstream or a pause is needed.
 */
final class CallSession implements Session {

    /** How long a call waits in all for the breaker of its only upstream. */
    private static final Duration UPSTREAM_PATIENCE = Duration.ofMillis(1100);

    private final GroupRuntime group;
    private final GroupSnapshot definition;
    private final CallRequest request;
    private final long startedAt;
    private final long deadline;

    private @Nullable PreparedRequest prepared;
    private @Nullable Tried tried;
    private @Nullable List<UpstreamCell> failedUpstreams;
    private @Nullable Answer lastResponse;
    private Category lastCategory = Category.SUCCESS;
    private int attempts;
    private int rotations;
    private int retries;
    private long waitedForKey;
    private long waitedForUpstream;
    private volatile boolean cancelled;

    CallSession(GroupRuntime group, GroupSnapshot definition, CallRequest request) {
        this.group = group;
        this.definition = definition;
        this.request = request;
        this.startedAt = group.time().nanoTime();
        Duration timeLeft = request.timeLeft();
        long mine = definition.settings().requestTimeout().toNanos();
        this.deadline = startedAt + (timeLeft == null ? mine : Math.min(mine, timeLeft.toNanos()));
    }

    @Override
    public Step begin() {
        try {
            TargetUrl.check(request.path());
        } catch (IllegalArgumentException e) {
            return refuse("invalid_path", e.getMessage() + ".");
        }
        PreparedRequest ready = PreparedRequest.of(definition.config(), request);
        if (ready == null) {
            return refuse(
                    "model_not_allowed", "The model is not among those that group '" + group.name() + "' redirects.");
        }
        prepared = ready;
        return resume();
    }

    @Override
    public Step resume() {
        if (cancelled) {
            return cancelledStep();
        }
        long now = group.time().nanoTime();
        if (now - deadline >= 0) {
            return giveUp(504, "timeout", "The time for this request ran out before an upstream answered.", null);
        }
        Step.Send send = lease(now, failedUpstreams);
        if (send == null && failedUpstreams != null) {
            send = lease(now, null); // the others do not work either: once more the one that failed
        }
        return send != null ? send : stuck(now);
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    // ------------------------------------------------------------------------------------------------ leases

    private Step.@Nullable Send lease(long now, @Nullable List<UpstreamCell> avoid) {
        UpstreamCell upstream = definition.upstreams().next(avoid);
        if (upstream == null) {
            return null;
        }
        KeyPool pool = group.pool();
        KeyCell key = pool.select(now, pool.modelMatters() ? prepared().model() : null, tried);
        if (key == null && attempts == 0) {
            key = pool.lastResort(now, prepared().model());
        }
        if (key == null) {
            upstream.release();
            return null;
        }
        return new Step.Send(new CallAttempt(this, ++attempts, key, upstream, now));
    }

    /** No upstream may be asked or no key is free: wait if it is worth it, else say so. */
    private Step stuck(long now) {
        Duration upstreamFree = definition.upstreams().untilFree();
        if (!upstreamFree.isZero()) {
            long wait = Math.min(upstreamFree.toNanos(), UPSTREAM_PATIENCE.toNanos() - waitedForUpstream);
            if (wait > 0 && wait >= upstreamFree.toNanos() && now + wait - deadline < 0) {
                waitedForUpstream += wait;
                return new Step.Pause(Duration.ofNanos(wait));
            }
            return giveUp(
                    503, "upstream_unavailable", "No upstream of this group is working at the moment.", upstreamFree);
        }
        Step.Pause pause = pauseForKey(now);
        return pause != null ? pause : noKey(now);
    }

    private Step.@Nullable Pause pauseForKey(long now) {
        long free = group.pool().nextFree(prepared().model());
        long wait = free == KeyPool.NEVER ? Long.MAX_VALUE : Math.max(free - now, 0) + 1;
        long patience = definition.settings().maxWait().toNanos() - waitedForKey;
        if (wait > patience || now + wait - deadline >= 0) {
            return null;
        }
        waitedForKey += wait;
        return new Step.Pause(Duration.ofNanos(wait));
    }

    private Step noKey(long now) {
        KeyPool pool = group.pool();
        long free = pool.nextFree(prepared().model());
        if (free != KeyPool.NEVER) {
            return giveUp(
                    429,
                    "all_keys_limited",
                    "All keys of this group are resting at the moment.",
                    Duration.ofNanos(Math.max(free - now, 0)));
        }
        String why = pool.size() == 0
                ? "This group has no keys."
                : pool.activeCount() > 0
                        ? "All usable keys of this group were tried."
                        : "All keys of this group are invalid.";
        return giveUp(503, "no_keys_available", why, null);
    }

    // ------------------------------------------------------------------------------------------------ verdicts

    /**
     * The next attempt or pause after one that failed.
     *
     * @return {@code null} when there will be none: what came back goes to the caller
     */
    @Nullable
    Step again(CallAttempt failed, Verdict verdict) {
        GroupSettings settings = definition.settings();
        long now = group.time().nanoTime();
        if (!failed.mayBeRepeated() || now - deadline >= 0) {
            return null;
        }
        switch (verdict.retry()) {
            case ROTATE -> {
                tried().add(failed.keyCell());
                if (rotations >= settings.maxKeyRotations()) {
                    return null;
                }
                rotations++;
                Step.Send send = lease(now, failedUpstreams);
                if (send == null && failedUpstreams != null) {
                    send = lease(now, null);
                }
                Step pause = send != null ? send : pauseForKey(now);
                return pause == null && keyBlamed(verdict.category()) && restingKeys() ? noKey(now) : pause;
            }
            case RETRY -> {
                if (retries >= settings.maxRetries()) {
                    return null;
                }
                retries++;
                failedUpstreams().add(failed.upstreamCell());
                Step.Send send =
                        definition.upstreams().hasOther(failedUpstreams()) ? lease(now, failedUpstreams) : null;
                if (send != null) {
                    return send;
                }
                failedUpstreams = null; // every one had its turn
                Duration pause = group.backoff().pause(retries, verdict.cooldown());
                return now + pause.toNanos() - deadline < 0 ? new Step.Pause(pause) : null;
            }
            default -> {
                return null;
            }
        }
    }

    /** A refusal of one of our keys tells the caller nothing while others are only resting. */
    private static boolean keyBlamed(Category category) {
        return category == Category.KEY_REJECTED || category == Category.NOT_PERMITTED;
    }

    private boolean restingKeys() {
        return group.pool().nextFree(prepared().model()) != KeyPool.NEVER;
    }

    /** Whether the request may be sent again after an upstream has had it. */
    boolean repeatable(boolean refusedUnprocessed) {
        byte[] body = prepared().body();
        return body != null
                && body.length <= definition.settings().maxReplayBody()
                && (refusedUnprocessed || ReplaySafety.of(request.method(), request.path()) == ReplaySafety.SAFE);
    }

    /** Headers for a failure that is final although it was worth another attempt. */
    List<Header> finalFailure(Verdict verdict) {
        List<Header> headers = new ArrayList<>(3);
        headers.add(ErrorAnswers.DO_NOT_RETRY);
        if (verdict.category() == Category.RATE_LIMITED || verdict.category() == Category.QUOTA_EXHAUSTED) {
            long free = group.pool().nextFree(prepared().model());
            if (free != KeyPool.NEVER) {
                headers.addAll(ErrorAnswers.retryAfter(
                        Duration.ofNanos(free - group.time().nanoTime())));
            }
        }
        return headers;
    }

    /** Keeps an upstream's response in case nothing better comes. */
    void remember(Answer response, Category category) {
        lastResponse = response;
        lastCategory = category;
    }

    // ------------------------------------------------------------------------------------------------ answers

    /** The last thing an upstream said, or else this. */
    Step giveUp(int status, String code, String message, @Nullable Duration retryAfter) {
        Answer last = lastResponse;
        if (last == null || (status == 429 && keyBlamed(lastCategory))) {
            Answer own = ErrorAnswers.of(definition.config().channel(), status, code, message, retryAfter);
            return reply(own, status == 429 ? Category.RATE_LIMITED : Category.UPSTREAM_ERROR);
        }
        List<Header> headers = new ArrayList<>(last.headers());
        headers.removeIf(header -> header.name().equalsIgnoreCase(ErrorAnswers.DO_NOT_RETRY.name()));
        headers.add(ErrorAnswers.DO_NOT_RETRY);
        if (retryAfter != null) {
            headers.removeIf(header -> header.name().equalsIgnoreCase("retry-after")
                    || header.name().equalsIgnoreCase("retry-after-ms"));
            headers.addAll(ErrorAnswers.retryAfter(retryAfter));
        }
        return reply(new Answer(last.status(), List.copyOf(headers), last.body()), lastCategory);
    }

    private Step refuse(String code, String message) {
        return reply(ErrorAnswers.of(definition.config().channel(), 400, code, message, null), Category.CLIENT_ERROR);
    }

    private Step reply(Answer answer, Category category) {
        answered(answer.status(), category);
        return new Step.Reply(answer);
    }

    Step cancelledStep() {
        answered(0, Category.CANCELLED);
        return Step.Cancelled.INSTANCE;
    }

    void answered(int status, Category category) {
        if (group.bus().active()) {
            Duration elapsed = Duration.ofNanos(group.time().nanoTime() - startedAt);
            group.bus()
                    .publish(new GptLoadEvent.CallAnswered(
                            group.time().instant(), group.name(), attempts, status, category, elapsed));
        }
    }

    // ------------------------------------------------------------------------------------------------ parts

    Timeouts timeouts(long now) {
        GroupSettings settings = definition.settings();
        return new Timeouts(
                settings.connectTimeout(),
                settings.responseHeaderTimeout(),
                settings.streamIdleTimeout(),
                prepared().stream(request) ? null : Duration.ofNanos(Math.max(deadline - now, 1)));
    }

    PreparedRequest prepared() {
        PreparedRequest ready = prepared;
        if (ready == null) {
            throw new IllegalStateException("begin() comes first");
        }
        return ready;
    }

    private Tried tried() {
        if (tried == null) {
            tried = new Tried();
        }
        return tried;
    }

    private List<UpstreamCell> failedUpstreams() {
        if (failedUpstreams == null) {
            failedUpstreams = new ArrayList<>(2);
        }
        return failedUpstreams;
    }

    GroupRuntime group() {
        return group;
    }

    GroupSnapshot definition() {
        return definition;
    }

    CallRequest request() {
        return request;
    }

    boolean isCancelled() {
        return cancelled;
    }
}
