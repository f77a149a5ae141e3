package io.gptload.client;

import static io.gptload.client.VirtualCaller.CHAT;
import static io.gptload.client.VirtualCaller.HELLO;
import static io.gptload.client.VirtualCaller.HELLO_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.config.ModelRedirects;
import io.gptload.client.policy.Category;
import io.gptload.client.policy.FailureKind;
import io.gptload.client.session.Answer;
import io.gptload.client.session.AttemptReport;
import io.gptload.client.session.AttemptReport.Sequel;
import io.gptload.client.session.CallObserver;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Session;
import io.gptload.client.session.Step;
import io.gptload.client.wire.HeaderView;
import io.gptload.simulator.Fault;
import io.gptload.simulator.SimulatedKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallObserverTest extends EngineTestBase {

    private final List<AttemptReport> attempts = new ArrayList<>();
    private final List<Integer> answers = new ArrayList<>();
    private int cancelled;

    private final CallObserver observer = new CallObserver() {
        @Override
        public void onAttempt(AttemptReport report) {
            attempts.add(report);
        }

        @Override
        public void onAnswer(Answer answer, Category category) {
            answers.add(answer.status());
        }

        @Override
        public void onCancelled() {
            cancelled++;
        }
    };

    private CallRequest request(String body) {
        return CallRequest.of("POST", CHAT)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .observer(observer)
                .build();
    }

    private VirtualCaller.Reply chat(Group group) {
        return caller.call(group, request(HELLO));
    }

    @Test
    void eachAttemptIsToldOfWithWhatCameNext() {
        provider.setKey(SimulatedKey.invalid(key(1)));
        provider.setKey(SimulatedKey.valid(key(2)));
        assertThat(chat(group(keys(2))).ok()).isTrue();

        assertThat(attempts).extracting(AttemptReport::status).containsExactly(401, 200);
        assertThat(attempts).extracting(AttemptReport::sequel).containsExactly(Sequel.ANOTHER, Sequel.RELAYED);
        assertThat(attempts)
                .extracting(AttemptReport::category)
                .containsExactly(Category.KEY_REJECTED, Category.SUCCESS);
        assertThat(attempts.get(0).error()).isNotEmpty().doesNotContain(key(1));
        assertThat(attempts.get(0).attempt().secret()).isEqualTo(key(1));
        assertThat(attempts.get(1).error()).isNull();
        assertThat(attempts.get(1).attempt().requestedModel()).isEqualTo("gpt-4o");
        assertThat(answers).isEmpty();
    }

    @Test
    void aRecorderIsAskedForAnObserverOfCallsThatHaveNone() {
        provider.setKey(SimulatedKey.valid(key(1)));
        List<String> asked = new ArrayList<>();
        GptLoad recorded = GptLoad.builder()
                .time(time)
                .recorder((group, request) -> {
                    asked.add(group + request.path());
                    if (asked.size() == 2) {
                        throw new IllegalStateException("broken");
                    }
                    return observer;
                })
                .group("g", g -> g.upstream(UPSTREAM).keys(key(1)))
                .build();
        CallRequest plain = CallRequest.of("POST", CHAT)
                .body(HELLO.getBytes(StandardCharsets.UTF_8))
                .build();
        assertThat(caller.call(recorded.group("g"), plain).ok()).isTrue();
        assertThat(attempts).hasSize(1);
        assertThat(chat(recorded.group("g")).ok()).isTrue();
        assertThat(asked).containsExactly("g" + CHAT);
        assertThat(caller.call(recorded.group("g"), plain).ok()).isTrue();
        assertThat(attempts).hasSize(2);
        assertThat(recorded.listenerFailures()).isEqualTo(1);
    }

    @Test
    void theModelIsTheOneTheCallerNamed() {
        provider.setKey(SimulatedKey.valid(key(1)));
        Group group = group(g ->
                g.upstream(UPSTREAM).keys(keys(1)).modelRedirects(ModelRedirects.of(Map.of("gpt-4o", "other"), false)));
        chat(group);
        assertThat(attempts.get(0).attempt().requestedModel()).isEqualTo("gpt-4o");
    }

    @Test
    void aStreamThatBreaksIsAFailure() {
        Group group = healthyGroup(1);
        provider.fail(Fault.cutStream(2));
        caller.call(group, request(HELLO_STREAM));
        assertThat(attempts).singleElement().satisfies(report -> {
            assertThat(report.status()).isEqualTo(200);
            assertThat(report.category()).isEqualTo(Category.UPSTREAM_ERROR);
            assertThat(report.failure()).isEqualTo(FailureKind.TRUNCATED);
            assertThat(report.sequel()).isEqualTo(Sequel.RELAYED);
            assertThat(report.error()).contains("broke off");
        });
    }

    @Test
    void aFailureThatEndsTheCallIsFollowedByTheAnswer() {
        Group group = healthyGroup(1);
        provider.fail(Fault.reset());
        assertThat(chat(group).status()).isEqualTo(502);
        assertThat(attempts).last().satisfies(report -> {
            assertThat(report.sequel()).isEqualTo(Sequel.NONE);
            assertThat(report.failure()).isEqualTo(FailureKind.RESET);
        });
        assertThat(attempts.subList(0, attempts.size() - 1))
                .isNotEmpty()
                .allMatch(report -> report.sequel() == Sequel.ANOTHER);
        assertThat(answers).containsExactly(502);
    }

    @Test
    void anAnswerWithoutAnyAttemptIsToldOfAlone() {
        provider.setKey(SimulatedKey.limited(key(1), 1, Duration.ofMinutes(1)));
        Group group = group(keys(1));
        caller.chat(group);
        assertThat(chat(group).status()).isEqualTo(429);
        assertThat(attempts).isEmpty();
        assertThat(answers).containsExactly(429);
    }

    @Test
    void whoeverStopsReadingEndsTheAttemptWithoutBlame() {
        CallRequest request = request(HELLO_STREAM);
        Step step = healthyGroup(1).newSession(request).begin();
        var attempt = ((Step.Send) step).attempt();
        attempt.onResponse(200, HeaderView.of(Map.of("Content-Length", "5")));
        attempt.onAbandoned();
        attempt.onEnd();
        assertThat(attempts).singleElement().satisfies(report -> {
            assertThat(report.category()).isEqualTo(Category.CANCELLED);
            assertThat(report.sequel()).isEqualTo(Sequel.RELAYED);
        });
    }

    @Test
    void aCallerThatGoesAwayIsToldOfOnce() {
        Session session = healthyGroup(1).newSession(request(HELLO));
        Step step = session.begin();
        session.cancel();
        ((Step.Send) step).attempt().onFailure(new IOException("Canceled"));
        assertThat(attempts).singleElement().extracting(AttemptReport::category).isEqualTo(Category.CANCELLED);
        assertThat(cancelled).isEqualTo(1);
    }
}
