package io.gptload.client.http.okhttp;

import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import io.gptload.client.session.Answer;
import io.gptload.client.session.AttemptReport;
import io.gptload.client.session.CallObserver;
import io.gptload.client.session.CallRequest;
import io.gptload.client.validation.KeyProber;
import io.gptload.client.validation.KeyVerdict;
import io.gptload.client.validation.ValidationRequest;
import io.gptload.client.wire.ErrorBody;
import io.gptload.client.wire.HeaderView;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Asks about the keys of one group through its upstreams. Thread-safe. */
public final class KeyProbe implements KeyProber {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final String ANYWHERE = "http://gptload.invalid/"; // never resolved

    private final GroupCalls calls;
    private final ValidationRequest request;
    private final Duration patience;
    private final Set<GroupCall> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    /**
     * A probe of a group's keys.
     *
     * @param calls of a standard group
     * @param patience how long one answer may take
     */
    public KeyProbe(GroupCalls calls, ValidationRequest request, Duration patience) {
        this.calls = calls;
        this.request = request;
        this.patience = patience;
    }

    @Override
    public void cancel() {
        cancelled = true;
        underWay.forEach(GroupCall::cancel);
    }

    @Override
    public KeyVerdict test(KeyRef key) {
        Hearing hearing = new Hearing();
        CallRequest.Builder asked = CallRequest.of("POST", request.path())
                .query(request.query())
                .headers(HeaderView.of(Map.of("Content-Type", JSON.toString())))
                .body(request.body())
                .timeLeft(patience)
                .observer(hearing);
        Request toSend = new Request.Builder()
                .url(ANYWHERE)
                .post(RequestBody.create(request.body(), JSON))
                .build();
        GroupCall call;
        try {
            call = calls.probe(key, asked.build(), toSend);
        } catch (IllegalArgumentException e) {
            return KeyVerdict.bad("The key is stored but cannot be used; the log says why.");
        }
        underWay.add(call);
        if (cancelled) {
            call.cancel();
        }
        boolean served = false;
        try (Response response = call.execute()) {
            served = response.isSuccessful();
            response.peekBody(ErrorBody.MAX_BODY_BYTES); // most answers end here, and their connection is used again
        } catch (IOException e) {
            if (!served && !hearing.attempted) {
                return KeyVerdict.unknown("The test was cancelled.");
            }
        } finally {
            underWay.remove(call);
        }
        return served ? KeyVerdict.GOOD : hearing.verdict();
    }

    /** What the engine has to say of the only attempt. */
    private static final class Hearing implements CallObserver {

        private static final Set<Category> OF_THE_KEY =
                Set.of(Category.KEY_REJECTED, Category.NOT_PERMITTED, Category.RATE_LIMITED, Category.QUOTA_EXHAUSTED);

        private String text = "";
        private boolean bad;
        private boolean attempted;

        @Override
        public void onAttempt(AttemptReport report) {
            attempted = true;
            bad = OF_THE_KEY.contains(report.category());
            String error = report.error() == null ? "" : report.error();
            text = report.failure() == null ? ("[status " + report.status() + "] " + error).strip() : error;
        }

        @Override
        public void onAnswer(Answer answer, Category category) {
            if (!attempted) {
                @Nullable String message = ErrorBody.parse(answer.body()).message();
                text = message == null ? "" : message;
            }
        }

        @Override
        public void onCancelled() {
            text = "The test was cancelled.";
        }

        KeyVerdict verdict() {
            return bad ? KeyVerdict.bad(text) : KeyVerdict.unknown(text);
        }
    }
}
