package io.gptload.client.internal.engine;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.internal.event.EventBus;
import io.gptload.client.policy.FailureKind;
import io.gptload.client.policy.Verdict;
import io.gptload.client.session.AttemptReport;
import io.gptload.client.session.CallObserver;
import io.gptload.client.session.CallTracer;
import io.gptload.client.wire.HeaderView;
import io.gptload.client.wire.Masking;
import io.gptload.client.wire.TokenUsage;
import io.gptload.client.wire.UsageReader;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells the tracer, the listeners of calls, the observer of the call and the key's budgets. For them it reads the usage out of what is
 * relayed.
 */
final class AttemptListeners implements AttemptNews {

    private final CallAttempt attempt;
    private final @Nullable CallObserver observer;
    private CallTracer.@Nullable AttemptTrace trace;
    private @Nullable UsageReader usage;

    AttemptListeners(CallAttempt attempt, @Nullable CallObserver observer, CallTracer.@Nullable AttemptTrace trace) {
        this.attempt = attempt;
        this.observer = observer;
        this.trace = trace;
    }

    // ------------------------------------------------------------------------------------------------ the verdict

    @Override
    public void judged(Verdict verdict, boolean again) {
        endTrace(verdict);
        if (bus().wantsCalls()) {
            Lease lease = attempt.lease();
            bus().publish(new GptLoadEvent.AttemptFinished(
                    at(),
                    attempt.group(),
                    attempt.number(),
                    attempt.key(),
                    attempt.upstream(),
                    attempt.status(),
                    attempt.failure(),
                    lease.lane().request().modelIfKnown(),
                    verdict.category(),
                    verdict.scope(),
                    verdict.ruleId(),
                    again,
                    Duration.ofNanos(attempt.runtime().time().nanoTime() - lease.at())));
        }
    }

    @Override
    public void cancelled() {
        endTrace(Verdict.CANCELLED);
        ended(Verdict.CANCELLED, AttemptReport.Sequel.NONE);
    }

    private void endTrace(Verdict verdict) {
        CallTracer.AttemptTrace followed = trace;
        if (followed != null) {
            trace = null;
            bus().end(followed, attempt.status(), attempt.failure(), verdict.category(), verdict.ruleId());
        }
    }

    // ------------------------------------------------------------------------------------------------ the end

    @Override
    public void ended(Verdict verdict, AttemptReport.Sequel sequel) {
        observe(verdict, sequel, null);
    }

    @Override
    public void relaying(HeaderView headers) {
        if (bus().wantsCalls() || observer != null || attempt.runtime().countsTokens()) {
            usage = UsageReader.of(headers);
        }
    }

    @Override
    public boolean wantsParts() {
        return usage != null;
    }

    @Override
    public void part(byte[] bytes, int offset, int length) {
        if (usage != null) {
            usage.feed(bytes, offset, length);
        }
    }

    @Override
    public void relayed(Verdict verdict) {
        UsageReader reader = usage;
        TokenUsage tokens = null;
        if (reader != null) {
            reader.close();
            tokens = reader.usage();
        }
        if (tokens != null) {
            Lease lease = attempt.lease();
            lease.lane().group().used(lease.key(), lease.lane().request(), tokens);
        }
        if (tokens != null && bus().wantsCalls()) {
            bus().publish(new GptLoadEvent.UsageReported(
                    at(), attempt.group(), attempt.key(), attempt.requestedModel(), tokens));
        }
        observe(verdict, AttemptReport.Sequel.RELAYED, tokens);
    }

    private void observe(Verdict verdict, AttemptReport.Sequel sequel, @Nullable TokenUsage tokens) {
        if (observer != null) {
            observer.onAttempt(new AttemptReport(
                    attempt,
                    at(),
                    attempt.status(),
                    attempt.failure(),
                    verdict.category(),
                    verdict.ruleId(),
                    sequel,
                    error(verdict),
                    tokens));
        }
    }

    private @Nullable String error(Verdict verdict) {
        FailureKind failure = attempt.failure();
        String text = failure != null
                ? "The upstream failed: " + ErrorAnswers.describe(failure) + "."
                : attempt.errorMessage(verdict.category());
        return text == null ? null : Masking.redact(text, attempt.secret());
    }

    // ------------------------------------------------------------------------------------------------ parts

    private EventBus bus() {
        return attempt.runtime().bus();
    }

    private Instant at() {
        return attempt.runtime().time().instant();
    }
}
