package io.gptload.client.http;

import io.gptload.client.policy.Category;
import io.gptload.client.session.Answer;
import io.gptload.client.session.AttemptReport;
import io.gptload.client.session.CallObserver;
import io.gptload.client.session.CallRecorder;
import io.gptload.client.session.CallRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers the attempts whose responses were passed on, in the order of their ends. */
final class RelayedAttempts implements CallRecorder, CallObserver {

    private final List<AttemptReport> reports = new CopyOnWriteArrayList<>();

    List<AttemptReport> reports() {
        return reports;
    }

    @Override
    public CallObserver begin(String group, CallRequest request) {
        return this;
    }

    @Override
    public void onAttempt(AttemptReport report) {
        if (report.sequel() == AttemptReport.Sequel.RELAYED) {
            reports.add(report);
        }
    }

    @Override
    public void onAnswer(Answer answer, Category category) {}

    @Override
    public void onCancelled() {}
}
