package io.gptload.client.internal.engine;

import io.gptload.client.config.GroupSettings;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import io.gptload.client.policy.FailureKind;
import io.gptload.client.policy.Outcome;
import io.gptload.client.policy.Retry;
import io.gptload.client.policy.Scope;
import io.gptload.client.policy.Verdict;
import io.gptload.client.rewrite.HeaderEdits;
import io.gptload.client.rewrite.RewriteContext;
import io.gptload.client.session.Attempt;
import io.gptload.client.session.AttemptReport;
import io.gptload.client.session.CallObserver;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.CallTracer;
import io.gptload.client.session.Header;
import io.gptload.client.session.Step;
import io.gptload.client.session.Timeouts;
import io.gptload.client.wire.ErrorBody;
import io.gptload.client.wire.HeaderView;
import io.gptload.client.wire.Masking;
import io.gptload.client.wire.StreamGate;
import io.gptload.client.wire.TokenUsage;
import io.gptload.client.wire.UsageReader;
import java.io.IOException;
import java.time.Duration;
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

    private int status;
    private HeaderView responseHeaders = HeaderView.EMPTY;
    private @Nullable FailureKind failure;
    private @Nullable BodyInspection inspection;
    private Verdict verdict = Verdict.CANCELLED;
    private CallTracer.@Nullable AttemptTrace trace;
    private @Nullable UsageReader usage;
    private volatile int ended;

    CallAttempt(CallSession session, int number, Lease lease) {
        this.session = session;
        this.number = number;
        this.lease = lease;
    }

    void followedBy(CallTracer.@Nullable AttemptTrace follower) {
        trace = follower;
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
        PreparedRequest prepared = prepared();
        String query = prepared.credential()
                .query(session.request().query(), lease.key().secret());
        return lease.upstream().target().of(prepared.path(), query);
    }

    @Override
    public HeaderEdits headers() {
        CallRequest request = session.request();
        return lease.lane()
                .definition()
                .headers()
                .edits(
                        prepared().credential(),
                        request.headers(),
                        new RewriteContext(
                                lease.key().secret(),
                                runtime().name(),
                                request.clientIp(),
                                runtime().time()));
    }

    @Override
    public byte @Nullable [] body() {
        return prepared().body();
    }

    @Override
    public Timeouts timeouts() {
        return lease.lane().definition().timeouts();
    }

    @Override
    public long nanosLeft() {
        return session.nanosLeft(lease.at());
    }

    @Override
    public boolean streams() {
        return prepared().stream(session.request());
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
        if (code >= 200 && code < 300 && session.expectsContent()) {
            if (isEventStream(headers)) {
                inspection = BodyInspection.ofStream();
                return inspection.wanted();
            }
            String length = headers.first("Content-Length");
            if (length == null) {
                return FIRST_BYTE;
            }
            if (length.equals("0")) {
                return onBodyEnd();
            }
        }
        return code < 300 ? served() : judged(Outcome.ofResponse(code, headers, ErrorBody.EMPTY, false));
    }

    /** An encoded stream cannot be read event by event here; its first byte has to do. */
    private static boolean isEventStream(HeaderView headers) {
        if (!StreamGate.isEventStream(headers.first("Content-Type"))) {
            return false;
        }
        String encoding = headers.first("Content-Encoding");
        return encoding == null || encoding.equalsIgnoreCase("identity");
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

    /** The caller would not wait any longer, which says nothing about the lease.upstream(). */
    private Step impatient() {
        failure = FailureKind.TIMEOUT;
        lease.upstream().release();
        giveBack();
        report(IMPATIENT, false, runtime().time().nanoTime());
        observe(IMPATIENT, AttemptReport.Sequel.NONE);
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
        long now = runtime().time().nanoTime();
        PreparedRequest prepared = prepared();
        lease.upstream().succeeded(now - lease.at());
        lease.upstream().refusals().served();
        if (session.isProbe()) {
            runtime().pool().proven(lease.key(), prepared.model(), lease.at());
        } else if (lease.key().marked() && lease.lane().definition().countsSuccess()) {
            runtime().pool().succeeded(lease.key(), prepared.model(), lease.at());
        }
        if (runtime().served().wanted() || prepared.modelIfKnown() != null) {
            String model = prepared.model();
            if (model != null) {
                runtime().served().note(model, lease.key().ref());
            }
        }
        Effects.learnLimits(runtime(), lease.lane().definition(), lease.key(), prepared, responseHeaders, lease.at());
        report(Verdict.SUCCESS, false, now);
        session.answered(status, Category.SUCCESS);
        verdict = Verdict.SUCCESS;
        if (runtime().bus().wantsCalls() || session.observer() != null) {
            usage = UsageReader.of(responseHeaders);
        }
        return Step.Relay.AS_IS;
    }

    private Step judged(Outcome outcome) {
        long now = runtime().time().nanoTime();
        verdict = lease.lane()
                .definition()
                .policy()
                .judge(outcome, runtime().time().instant());
        boolean goOn = Effects.apply(
                runtime(),
                lease.lane().definition(),
                verdict,
                lease.key(),
                lease.upstream(),
                prepared(),
                session.isProbe() && (lease.key().invalid() || lease.key().marked()),
                lease.at(),
                now);
        Step next = goOn ? session.again(this, verdict) : null;
        boolean another = next instanceof Step.Send || next instanceof Step.Pause;
        report(verdict, another, now);
        if (next != null) {
            if (status >= 400) {
                session.remember(shown().answer(), verdict.category());
            }
            giveBack();
            observe(verdict, another ? AttemptReport.Sequel.ANOTHER : AttemptReport.Sequel.NONE);
            return next;
        }
        if (failure != null) {
            giveBack();
            observe(verdict, AttemptReport.Sequel.NONE);
            return session.giveUp(
                    failure == FailureKind.TIMEOUT ? 504 : 502,
                    failure == FailureKind.TIMEOUT ? "upstream_timeout" : "upstream_failed",
                    "The upstream failed: " + ErrorAnswers.describe(failure) + ".",
                    null);
        }
        boolean worthAnother = verdict.retry() != Retry.NONE;
        List<Header> headers = worthAnother ? session.finalFailure(verdict) : List.of();
        if (inspection != null && inspection.isBroken()) {
            giveBack();
            observe(verdict, AttemptReport.Sequel.NONE);
            session.remember(shown().answer(), verdict.category());
            return session.giveUp(status, "", "", null);
        }
        ShownResponse shown = shown();
        if (shown.bodyHoldsSecret()) {
            giveBack();
            observe(verdict, AttemptReport.Sequel.NONE);
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
            endTrace(Verdict.CANCELLED);
            observe(Verdict.CANCELLED, AttemptReport.Sequel.NONE);
        }
        return session.cancelledStep();
    }

    private void endTrace(Verdict judged) {
        CallTracer.AttemptTrace followed = trace;
        if (followed != null) {
            trace = null;
            runtime().bus().end(followed, status, failure, judged.category(), judged.ruleId());
        }
    }

    private void report(Verdict verdict, boolean again, long now) {
        endTrace(verdict);
        if (runtime().bus().wantsCalls()) {
            runtime()
                    .bus()
                    .publish(new GptLoadEvent.AttemptFinished(
                            runtime().time().instant(),
                            runtime().name(),
                            number,
                            lease.key().ref(),
                            lease.upstream().name(),
                            status,
                            failure,
                            prepared().modelIfKnown(),
                            verdict.category(),
                            verdict.scope(),
                            verdict.ruleId(),
                            again,
                            Duration.ofNanos(now - lease.at())));
        }
    }

    private void observe(Verdict judged, AttemptReport.Sequel sequel) {
        observe(judged, sequel, null);
    }

    private void observe(Verdict judged, AttemptReport.Sequel sequel, @Nullable TokenUsage tokens) {
        CallObserver observer = session.observer();
        if (observer != null) {
            observer.onAttempt(new AttemptReport(
                    this,
                    runtime().time().instant(),
                    status,
                    failure,
                    judged.category(),
                    judged.ruleId(),
                    sequel,
                    error(judged),
                    tokens));
        }
    }

    private @Nullable String error(Verdict judged) {
        String text = null;
        if (failure != null) {
            text = "The upstream failed: " + ErrorAnswers.describe(failure) + ".";
        } else if (inspection != null && judged.category() != Category.SUCCESS) {
            text = inspection.error().message();
        }
        return text == null ? null : Masking.redact(text, lease.key().secret());
    }

    // ------------------------------------------------------------------------------------------------ after the relay

    @Override
    public void onRelayed(byte[] bytes, int offset, int length) {
        if (usage != null) {
            usage.feed(bytes, offset, length);
        }
    }

    @Override
    public void onEnd() {
        if (giveBack()) {
            relayed(verdict);
        }
    }

    /** The answer is over, or as much of it as there will be. */
    private void relayed(Verdict judged) {
        UsageReader reader = usage;
        TokenUsage tokens = null;
        if (reader != null) {
            reader.close();
            tokens = reader.usage();
        }
        if (tokens != null && runtime().bus().wantsCalls()) {
            runtime()
                    .bus()
                    .publish(new GptLoadEvent.UsageReported(
                            runtime().time().instant(),
                            runtime().name(),
                            lease.key().ref(),
                            prepared().requestedModel(),
                            tokens));
        }
        observe(judged, AttemptReport.Sequel.RELAYED, tokens);
    }

    @Override
    public void onBroken(IOException cause) {
        if (session.isCancelled()) {
            onAbandoned();
        } else if (giveBack()) {
            lease.upstream().failed(runtime().time().nanoTime() - lease.at(), BROKEN.ruleId());
            failure = FailureKind.of(cause);
            runtime()
                    .bus()
                    .publish(new GptLoadEvent.StreamBroken(
                            runtime().time().instant(),
                            runtime().name(),
                            lease.key().ref(),
                            lease.upstream().name(),
                            FailureKind.of(cause)));
            relayed(BROKEN);
        }
    }

    @Override
    public void onAbandoned() {
        if (giveBack()) {
            relayed(verdict.category() == Category.SUCCESS ? Verdict.CANCELLED : verdict);
        }
    }

    /** Returns the key; whether this was the first to do so. */
    private boolean giveBack() {
        boolean first = ENDED.compareAndSet(this, 0, 1);
        if (first) {
            runtime().pool().release(lease.key());
        }
        return first;
    }

    // ------------------------------------------------------------------------------------------------ parts

    Lease lease() {
        return lease;
    }

    @Override
    public Attempt attempt() {
        return this;
    }

    private GroupRuntime runtime() {
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
