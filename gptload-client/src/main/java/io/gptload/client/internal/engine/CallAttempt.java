package io.gptload.client.internal.engine;

import io.gptload.client.config.GroupSettings;
import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import io.gptload.client.policy.FailureKind;
import io.gptload.client.policy.Outcome;
import io.gptload.client.policy.Retry;
import io.gptload.client.policy.Scope;
import io.gptload.client.policy.Verdict;
import io.gptload.client.rewrite.HeaderEdits;
import io.gptload.client.session.Attempt;
import io.gptload.client.session.AttemptReport;
import io.gptload.client.session.Header;
import io.gptload.client.session.Step;
import io.gptload.client.session.Timeouts;
import io.gptload.client.wire.ErrorBody;
import io.gptload.client.wire.HeaderView;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/** A key and an upstream lent to a call for one exchange, and what became of it. */
final class CallAttempt implements Attempt, Step.Send {

    private static final AtomicIntegerFieldUpdater<CallAttempt> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(CallAttempt.class, "ended");
    private static final Verdict IMPATIENT =
            new Verdict(Category.CANCELLED, Scope.NONE, Retry.NONE, false, null, false, "builtin.callers-deadline");
    private static final Verdict BROKEN = Verdict.of(Category.UPSTREAM_ERROR, "builtin.stream-broken");
    private static final Step FIRST_BYTE = new Step.Inspect(1);
    private static final Set<Integer> REFUSED_UNPROCESSED = Set.of(401, 403, 429);
    private static final Set<FailureKind> NEVER_ARRIVED = Set.of(FailureKind.CONNECT, FailureKind.DNS, FailureKind.TLS);

    private final CallSession session;
    private final int number;
    private final Lease lease;

    private AttemptNews news = AttemptNews.TO_NOBODY;
    private int status;
    private HeaderView responseHeaders = HeaderView.EMPTY;
    private @Nullable FailureKind failure;
    private @Nullable BodyInspection inspection;
    private boolean limitReached;
    private Verdict verdict = Verdict.CANCELLED;
    private volatile int ended;

    CallAttempt(CallSession session, int number, Lease lease) {
        this.session = session;
        this.number = number;
        this.lease = lease;
    }

    void tell(AttemptNews listeners) {
        news = listeners;
    }

    // ------------------------------------------------------------------------------------------------ what to send

    @Override
    public int number() {
        return number;
    }

    @Override
    public String group() {
        return runtime().name();
    }

    @Override
    public GroupSettings settings() {
        return lease.lane().settings();
    }

    @Override
    public KeyRef key() {
        return lease.key().ref();
    }

    @Override
    public String secret() {
        return lease.key().secret();
    }

    @Override
    public String upstream() {
        return lease.upstream().name();
    }

    @Override
    public String url() {
        return lease.url(session.request());
    }

    @Override
    public HeaderEdits headers() {
        return lease.headers(session.request());
    }

    @Override
    public byte @Nullable [] body() {
        return prepared().body();
    }

    @Override
    public boolean isBodyUnread() {
        return prepared().isBodyUnread();
    }

    @Override
    public Timeouts timeouts() {
        return lease.lane().definition().timeouts();
    }

    @Override
    public long startedAt() {
        return runtime().time().onSystemClock(lease.at());
    }

    @Override
    public long deadline() {
        return runtime().time().onSystemClock(session.deadline());
    }

    @Override
    public boolean streams() {
        return prepared().stream();
    }

    @Override
    public @Nullable String requestedModel() {
        return prepared().requestedModel();
    }

    // ------------------------------------------------------------------------------------------------ what came back

    @Override
    public Step onResponse(int code, HeaderView headers) {
        status = code;
        responseHeaders = headers;
        if (session.isCancelled()) {
            return cancelled();
        }
        if (code >= 400) {
            inspection = BodyInspection.ofError(headers);
            return inspection.wanted();
        }
        if (code >= 300) {
            return judged(Outcome.ofResponse(code, headers, ErrorBody.EMPTY, false));
        }
        SuccessHead head = SuccessHead.of(headers);
        limitReached = head.saysNoneLeft();
        if (code >= 200 && session.expectsContent()) {
            if (head.isOfReadableEvents()) {
                inspection = BodyInspection.ofStream();
                return inspection.wanted();
            }
            if (head.isOfUnknownLength()) {
                return FIRST_BYTE;
            }
            if (head.isOfNothing()) {
                return onBodyEnd();
            }
        }
        return served();
    }

    @Override
    public Step onBody(byte[] bytes, int offset, int length) {
        if (session.isCancelled()) {
            return cancelled();
        }
        if (inspection == null) {
            return length > 0 ? served() : FIRST_BYTE;
        }
        return decide(inspection, inspection.add(bytes, offset, length));
    }

    @Override
    public Step onBodyEnd() {
        if (session.isCancelled()) {
            return cancelled();
        }
        if (inspection == null) {
            return broken(FailureKind.EMPTY);
        }
        return decide(inspection, inspection.end());
    }

    private Step decide(BodyInspection seen, BodyInspection.State state) {
        return switch (state) {
            case MORE -> seen.wanted();
            case USEFUL -> served();
            case NOTHING -> broken(FailureKind.EMPTY);
            case ERROR -> {
                ErrorBody error = seen.error();
                int code = seen.statusOr(status);
                yield judged(Outcome.ofResponse(code, responseHeaders, error, servedElsewhere(code)));
            }
        };
    }

    @Override
    public Step onFailure(IOException cause) {
        if (session.isCancelled()) {
            return cancelled();
        }
        BodyInspection seen = inspection;
        if (seen != null && status >= 400) {
            seen.broken();
            return decide(seen, seen.end());
        }
        FailureKind kind = FailureKind.of(cause);
        return kind == FailureKind.TIMEOUT && session.callersTimeIsUp() ? impatient() : broken(kind);
    }

    /** The caller would not wait any longer, which says nothing about the upstream. */
    private Step impatient() {
        failure = FailureKind.TIMEOUT;
        lease.upstream().release();
        giveBack();
        news.judged(IMPATIENT, false);
        news.ended(IMPATIENT, AttemptReport.Sequel.NONE);
        return session.giveUp(504, "timeout", "The time the caller allowed for this request ran out.", null);
    }

    private Step broken(FailureKind kind) {
        failure = kind;
        return judged(Outcome.ofFailure(kind));
    }

    private boolean servedElsewhere(int code) {
        if (code != 404 && code != 403 && code != 400) {
            return false;
        }
        String model = prepared().model();
        return model != null && runtime().served().byAnother(model, lease.key().ref());
    }

    // ------------------------------------------------------------------------------------------------ verdicts

    private Step served() {
        Effects.served(lease, session.isProbe());
        if (limitReached) {
            Effects.learnLimits(lease, responseHeaders);
        }
        news.judged(Verdict.SUCCESS, false);
        session.answered(status, Category.SUCCESS);
        verdict = Verdict.SUCCESS;
        news.relaying(responseHeaders);
        return Step.Relay.AS_IS;
    }

    private Step judged(Outcome outcome) {
        long now = runtime().time().nanoTime();
        verdict = lease.lane().definition().judge(outcome, runtime().time().instant());
        boolean quiet =
                session.isProbe() && (lease.key().invalid() || lease.key().marked());
        boolean goOn = Effects.apply(lease, verdict, quiet, now);
        Step next = goOn ? session.again(this, verdict) : null;
        boolean another = next instanceof Step.Send || next instanceof Step.Pause;
        news.judged(verdict, another);
        if (next != null) {
            if (status >= 400) {
                session.remember(shown().answer(), verdict.category());
            }
            over(verdict, another ? AttemptReport.Sequel.ANOTHER : AttemptReport.Sequel.NONE);
            return next;
        }
        FailureKind kind = failure;
        return kind == null ? relayedOrShown() : gaveUp(kind);
    }

    private Step gaveUp(FailureKind kind) {
        over(verdict, AttemptReport.Sequel.NONE);
        boolean late = kind == FailureKind.TIMEOUT;
        String message = "The upstream failed: " + ErrorAnswers.describe(kind) + ".";
        return session.giveUp(late ? 504 : 502, late ? "upstream_timeout" : "upstream_failed", message, null);
    }

    /** The upstream's own answer, as it comes or, when it may not or cannot, what was read of it. */
    private Step relayedOrShown() {
        boolean worthAnother = verdict.retry() != Retry.NONE;
        List<Header> headers = worthAnother ? session.finalFailure(verdict) : List.of();
        if (inspection != null && inspection.isBroken()) {
            over(verdict, AttemptReport.Sequel.NONE);
            session.remember(shown().answer(), verdict.category());
            return session.giveUp(status, "", "", null);
        }
        ShownResponse shown = shown();
        if (shown.bodyHoldsSecret()) {
            over(verdict, AttemptReport.Sequel.NONE);
            return session.reply(FinalAnswer.with(shown.answer(), headers), verdict.category());
        }
        session.answered(status, verdict.category());
        List<Header> all = shown.edits(headers);
        return all.isEmpty() ? Step.Relay.AS_IS : new Step.Relay(all);
    }

    private ShownResponse shown() {
        return new ShownResponse(status, responseHeaders, inspection, secret());
    }

    private Step cancelled() {
        if (giveBack()) {
            lease.upstream().release();
            news.cancelled();
        }
        return session.cancelledStep();
    }

    // ------------------------------------------------------------------------------------------------ after the relay

    @Override
    public boolean wantsRelayed() {
        return news.wantsParts();
    }

    @Override
    public void onRelayed(byte[] bytes, int offset, int length) {
        news.part(bytes, offset, length);
    }

    @Override
    public void onEnd() {
        if (giveBack()) {
            news.relayed(verdict);
        }
    }

    @Override
    public void onBroken(IOException cause) {
        if (session.isCancelled()) {
            onAbandoned();
        } else if (giveBack()) {
            FailureKind kind = FailureKind.of(cause);
            failure = kind;
            Effects.broken(lease, BROKEN, kind);
            news.relayed(BROKEN);
        }
    }

    @Override
    public void onAbandoned() {
        if (giveBack()) {
            news.relayed(verdict.category() == Category.SUCCESS ? Verdict.CANCELLED : verdict);
        }
    }

    /** Ends it without a relay. */
    private void over(Verdict judged, AttemptReport.Sequel sequel) {
        giveBack();
        news.ended(judged, sequel);
    }

    /** Returns the key; whether this was the first to do so. */
    private boolean giveBack() {
        boolean first = ended == 0 && ENDED.compareAndSet(this, 0, 1);
        if (first) {
            runtime().pool().release(lease.key());
        }
        return first;
    }

    // ------------------------------------------------------------------------------------------------ parts

    Lease lease() {
        return lease;
    }

    /** The upstream's; 0 when there was no response. */
    int status() {
        return status;
    }

    /** Why there was no response, or not a whole one. */
    @Nullable
    FailureKind failure() {
        return failure;
    }

    /** What the upstream said was wrong, if it answered and that was an error. */
    @Nullable
    String errorMessage(Category category) {
        return inspection == null || category == Category.SUCCESS
                ? null
                : inspection.error().message();
    }

    @Override
    public Attempt attempt() {
        return this;
    }

    GroupRuntime runtime() {
        return lease.lane().group();
    }

    private PreparedRequest prepared() {
        return lease.lane().request();
    }

    /** Whether the upstream cannot have acted upon the request. */
    boolean wasRefusedUnprocessed() {
        FailureKind kind = failure;
        return kind == null ? REFUSED_UNPROCESSED.contains(status) : NEVER_ARRIVED.contains(kind);
    }

    @Override
    public String toString() {
        return "Attempt[" + number + ", " + lease.key().ref() + ", "
                + lease.upstream().name() + "]";
    }
}
