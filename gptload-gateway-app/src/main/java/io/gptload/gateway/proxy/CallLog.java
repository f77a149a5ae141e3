package io.gptload.gateway.proxy;

import io.gptload.client.policy.Category;
import io.gptload.client.session.Answer;
import io.gptload.client.session.AttemptReport;
import io.gptload.client.session.CallObserver;
import io.gptload.client.store.jdbc.LoggedCall;
import io.gptload.client.wire.TokenUsage;
import io.gptload.gateway.clientkey.NamedClient;

/** Writes the call of a named client into the request log, and counts its tokens. */
final class CallLog implements CallObserver {

    private final LoggedCall logged;
    private final NamedClient client;

    CallLog(LoggedCall logged, NamedClient client) {
        this.logged = logged;
        this.client = client;
    }

    @Override
    public void onAttempt(AttemptReport report) {
        logged.onAttempt(report);
        TokenUsage usage = report.usage();
        if (usage != null) {
            client.countTokens(usage);
        }
    }

    @Override
    public void onAnswer(Answer answer, Category category) {
        logged.onAnswer(answer, category);
    }

    @Override
    public void onCancelled() {
        logged.onCancelled();
    }
}
