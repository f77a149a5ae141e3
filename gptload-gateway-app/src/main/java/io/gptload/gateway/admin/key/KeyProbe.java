package io.gptload.gateway.admin.key;

import io.gptload.client.event.KeyRef;
import io.gptload.client.http.okhttp.GroupCall;
import io.gptload.client.http.okhttp.GroupCalls;
import io.gptload.client.policy.Category;
import io.gptload.client.session.Answer;
import io.gptload.client.session.AttemptReport;
import io.gptload.client.session.CallObserver;
import io.gptload.client.session.CallRequest;
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

/**
 * Finds out whether keys of one group work by using them: a real call with that key alone, whose outcome counts as that of
 * any other. Thread-safe.
 */
final class KeyProbe {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final String ANYWHERE = "http://gptload.invalid/"; // never resolved

    private final GroupCalls calls;
    private final ValidationRequest request;
    private final Duration patience;
    private final Set<GroupCall> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    /** @param patience how long one answer may take */
    KeyProbe(GroupCalls calls, ValidationRequest request, Duration patience) {
        this.calls = calls;
        this.request = request;
        this.patience = patience;
    }

    /** Ends the tests under way, and those to come before they begin; nobody is blamed. */
    void cancel() {
        cancelled = true;
        underWay.forEach(GroupCall::cancel);
    }

    /** Tries a key. */
    KeyVerdict test(String secret) {
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
            call = calls.probe(KeyRef.of(secret), asked.build(), toSend);
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
                return KeyVerdict.bad("The test was cancelled.");
            }
        } finally {
            underWay.remove(call);
        }
        return served ? KeyVerdict.GOOD : KeyVerdict.bad(hearing.text);
    }

    /** What the engine has to say of the only attempt. */
    private static final class Hearing implements CallObserver {

        private String text = "";
        private boolean attempted;

        @Override
        public void onAttempt(AttemptReport report) {
            attempted = true;
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
    }
}
