package io.gptload.client;

import static io.gptload.client.VirtualCaller.CHAT;
import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.VirtualCaller.Reply;
import io.gptload.client.config.ParamOverrides;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.simulator.Fault;
import io.gptload.simulator.SimulatedKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What destroys the pools of others. Each figure is the one the product promises. */
class PoolSurvivalTest extends EngineTestBase {

    private void assertNoKeyTouched(Group group) {
        assertThat(group.explain(null).keys()).allSatisfy(key -> {
            assertThat(key.state()).isEqualTo(Explanation.State.READY);
            assertThat(key.strikes()).isZero();
            assertThat(key.inFlight()).isZero();
        });
    }

    @Test
    void malformedRequestsAreTheCallersFault() {
        Group group = healthyGroup(4);
        for (int i = 0; i < 20; i++) {
            Reply reply = caller.post(group, CHAT, "{\"model\":\"gpt-4o\"}");
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).contains("messages");
        }
        assertThat(provider.calls()).isEqualTo(20);
        assertNoKeyTouched(group);
        for (int i = 0; i < 10; i++) {
            assertThat(caller.chat(group).ok()).isTrue();
        }
    }

    @Test
    void anOutageTouchesNoKeyAndIsOverWhenItIsOver() {
        Group group = healthyGroup(5);
        provider.fail(Fault.status(503));
        for (int i = 0; i < 20; i++) {
            assertThat(caller.chat(group).status()).isEqualTo(503);
            seconds(0.1);
        }
        assertNoKeyTouched(group);
        provider.recover();
        Duration recovered = time.elapsed();
        int served = 0;
        for (int i = 0; i < 20; i++) {
            served += caller.chat(group).ok() ? 1 : 0;
            seconds(0.2);
        }
        assertThat(served).isGreaterThanOrEqualTo(19);
        assertThat(time.elapsed().minus(recovered)).isLessThan(Duration.ofSeconds(6));
        assertNoKeyTouched(group);
    }

    @Test
    void atOneAndAHalfTimesTheLimitTheKeysDeliverWhatTheyAllow() {
        String[] keys = keys(10);
        for (String key : keys) {
            provider.setKey(SimulatedKey.limited(key, 5, Duration.ofSeconds(2)));
        }
        Group group = group(keys);
        List<Reply> refused = new ArrayList<>();
        int served = 0;
        for (int i = 0; i < 320; i++) { // 40 a second for 8 s; the keys allow 25
            Reply reply = caller.chat(group);
            if (reply.ok()) {
                served++;
            } else {
                refused.add(reply);
            }
            seconds(1 / 40.0);
        }
        assertThat(served).isGreaterThanOrEqualTo(190);
        assertThat(refused).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.header("Retry-After")).matches("[12]");
        });
        assertThat(events(GptLoadEvent.KeyInvalidated.class)).isEmpty();
        assertThat(provider.rateLimited()).isLessThanOrEqualTo(provider.calls() / 20);
    }

    @Test
    void failuresWithSuccessesBetweenDoNotAddUp() {
        Group group = group(key(1));
        for (int round = 0; round < 3; round++) {
            provider.setKey(SimulatedKey.rejected(key(1)));
            assertThat(caller.chat(group).status()).isEqualTo(401);
            provider.setKey(SimulatedKey.valid(key(1)));
            for (int i = 0; i < 5; i++) {
                seconds(1);
                assertThat(caller.chat(group).ok()).isTrue();
            }
        }
        assertThat(state(group, key(1)).state()).isEqualTo(Explanation.State.READY);
    }

    @Test
    void aResetIsTriedAgainAndNeverTurnsIntoAnEmptySuccess() {
        Group group = healthyGroup(2);
        provider.fail(Fault.reset().times(1));
        Reply reply = caller.chat(group);
        assertThat(reply.ok()).isTrue();
        assertThat(reply.attempts()).isEqualTo(2);

        provider.fail(Fault.reset());
        Reply last = caller.chat(group);
        assertThat(last.status()).isEqualTo(502);
        assertThat(last.body()).contains("\"error\"").contains("closed the connection");
        assertThat(last.header("x-should-retry")).isEqualTo("false");
        assertNoKeyTouched(group);
    }

    @Test
    void whenAllKeysAreLimitedTheCallerIsToldWhenTheFirstIsFree() {
        provider.setKey(SimulatedKey.limited(key(1), 1, Duration.ofSeconds(30)));
        provider.setKey(SimulatedKey.limited(key(2), 1, Duration.ofSeconds(7)));
        Group group = group(key(1), key(2));
        assertThat(caller.chat(group).ok()).isTrue();
        assertThat(caller.chat(group).ok()).isTrue();
        Reply reply = caller.chat(group);
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEqualTo("8"); // 7 s and the jitter, in whole seconds
        Duration wait = Duration.ofMillis(Long.parseLong(reply.header("retry-after-ms")));
        assertThat(wait).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7140));
        time.advance(wait);
        assertThat(caller.chat(group).ok()).isTrue();
    }

    @Test
    void untouchedBytesOfABodyStayAsTheyAre() {
        String body = "{ \"seed\" : 9007199254740993,\"x\":\"<&>\\u00e9\", \"temperature\":1.0,\"model\":\"gpt-4o\","
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}] }";
        provider.setKey(SimulatedKey.valid(key(1)));
        Group group = group(
                g -> g.upstream(UPSTREAM).keys(key(1)).paramOverrides(ParamOverrides.parse("{\"temperature\":0.25}")));
        List<String> sent = new ArrayList<>();
        caller.onSend((attempt, at) -> sent.add(new String(attempt.body(), java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(caller.post(group, CHAT, body).ok()).isTrue();
        assertThat(sent).containsExactly(body.replace("1.0", "0.25"));
    }
}
