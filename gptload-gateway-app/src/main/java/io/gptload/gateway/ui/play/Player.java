package io.gptload.gateway.ui.play;

import io.gptload.client.http.okhttp.GroupCall;
import io.gptload.client.policy.Category;
import io.gptload.client.session.Answer;
import io.gptload.client.session.AttemptReport;
import io.gptload.client.session.CallObserver;
import io.gptload.client.session.CallRequest;
import io.gptload.client.wire.HeaderView;
import io.gptload.gateway.proxy.ProxyGroup;
import io.gptload.gateway.ui.AttemptBar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Sends one request through a group, as the proxy would, and keeps what is told of each attempt. Thread-safe. */
@Component
class Player {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ANYWHERE = "http://gptload.invalid/"; // never resolved
    private static final long MOST_BYTES = 256 << 10;
    private static final JsonMapper JSON = new JsonMapper();

    private static final class Ear implements CallObserver {

        private final List<AttemptReport> reports = new CopyOnWriteArrayList<>();

        @Override
        public void onAttempt(AttemptReport report) {
            reports.add(report);
        }

        @Override
        public void onAnswer(Answer answer, Category category) {
            // the answer is at hand anyway
        }

        @Override
        public void onCancelled() {
            // nobody cancels
        }
    }

    PlayedCall play(ProxyGroup group, PlayRequest request) {
        Ear ear = new Ear();
        CallRequest asked = CallRequest.of(request.method(), request.path())
                .headers(HeaderView.of(request.headers()))
                .body(request.body())
                .timeLeft(PATIENCE)
                .observer(ear)
                .build();
        Request toSend = new Request.Builder()
                .url(ANYWHERE)
                .headers(Headers.of(request.headers()))
                .method(
                        request.method(),
                        request.method().equals("GET")
                                ? null
                                : RequestBody.create(request.body(), MediaType.get("application/json")))
                .build();
        Instant begun = Instant.now();
        GroupCall call = group.calls().newCall(asked, toSend);
        try (Response response = call.execute()) {
            String text = read(response.body());
            return played(response.code(), begun, text, null, ear.reports);
        } catch (IOException e) {
            return played(0, begun, "", String.valueOf(e.getMessage()), ear.reports);
        }
    }

    /** To its end, or else the attempt would count as abandoned. */
    private static String read(ResponseBody body) throws IOException {
        byte[] bytes = body.bytes();
        String text = new String(bytes, 0, (int) Math.min(bytes.length, MOST_BYTES), StandardCharsets.UTF_8);
        try {
            return text.isBlank() ? text : JSON.readTree(text).toPrettyString();
        } catch (JacksonException e) {
            return text;
        }
    }

    private static PlayedCall played(
            int status, Instant begun, String answer, @Nullable String failure, List<AttemptReport> reports) {
        long all = Math.max(1, Duration.between(begun, Instant.now()).toMillis());
        List<AttemptBar> attempts = new ArrayList<>();
        long from = 0;
        for (AttemptReport report : reports) {
            long to = Math.max(from, Duration.between(begun, report.at()).toMillis());
            attempts.add(AttemptBar.between(
                    from,
                    to,
                    all,
                    report.attempt().number(),
                    report.attempt().group(),
                    report.attempt().key().masked(),
                    report.attempt().upstream(),
                    report.status(),
                    report.category(),
                    report.ruleId(),
                    Objects.requireNonNullElse(report.error(), "")));
            from = to;
        }
        return new PlayedCall(status, all, answer, failure, attempts);
    }
}
