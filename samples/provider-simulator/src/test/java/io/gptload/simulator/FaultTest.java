package io.gptload.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultTest {
    private final ProviderSimulator simulator =
            ProviderSimulator.builder().key(SimulatedKey.valid("k")).build();

    @Test
    void statusLastsUntilRecovery() {
        simulator.fail(Fault.status(503));
        assertThat(chat().status()).isEqualTo(503);
        assertThat(chat().status()).isEqualTo(503);

        simulator.recover();
        assertThat(chat().status()).isEqualTo(200);
    }

    @Test
    void faultGoesAwayAfterItsTimes() {
        simulator.fail(Fault.status(500).times(2));

        assertThat(chat().status()).isEqualTo(500);
        assertThat(chat().status()).isEqualTo(500);
        assertThat(chat().status()).isEqualTo(200);
    }

    @Test
    void faultsFollowOneAnother() {
        simulator.fail(Fault.status(500).times(1), Fault.reset().times(1), Fault.status(502));

        assertThat(chat().status()).isEqualTo(500);
        assertThat(chat().ending()).isEqualTo(SimulatedResponse.Ending.RESET);
        assertThat(chat().status()).isEqualTo(502);
    }

    @Test
    void overloadIsWordedLikeAnthropic() {
        simulator.fail(Fault.status(529));

        SimulatedResponse response = simulator.handle(Requests.anthropic("k"));

        assertThat(response.status()).isEqualTo(529);
        assertThat(Requests.json(response).at("/error/type").asString()).isEqualTo("overloaded_error");
    }

    @Test
    void hangHasNoAnswer() {
        simulator.fail(Fault.hang());

        assertThat(chat().ending()).isEqualTo(SimulatedResponse.Ending.HANG);
        assertThat(simulator.callLog().get(0).status()).isZero();
    }

    @Test
    void regionBlockConcernsEveryKey() {
        simulator.fail(Fault.forbidEverybody());

        assertThat(chat().status()).isEqualTo(403);
        assertThat(simulator.handle(Requests.gemini("k")).status()).isEqualTo(403);
    }

    @Test
    void replyIsGivenWordForWord() {
        simulator.fail(Fault.reply(502, "text/html", "<h1>Bad gateway</h1>"));

        assertThat(chat().header("content-type")).isEqualTo("text/html");
        assertThat(chat().bodyText()).isEqualTo("<h1>Bad gateway</h1>");
    }

    @Test
    void slowFirstByteDelaysTheHeadersOfASuccess() {
        simulator.fail(Fault.slowFirstByte(Duration.ofSeconds(3)));

        assertThat(chat().headersDelay()).hasSeconds(3);
        assertThat(simulator.handle(Requests.openAi("wrong")).headersDelay()).isZero();
    }

    @Test
    void cutStreamKeepsTheFirstChunks() {
        simulator.fail(Fault.cutStream(2));

        SimulatedResponse response = stream();
        assertThat(response.chunks()).hasSize(2);
        assertThat(response.ending()).isEqualTo(SimulatedResponse.Ending.CUT);
    }

    @Test
    void cutHalvesABodyThatIsNoStream() {
        int whole = chat().bodyBytes().length;
        simulator.fail(Fault.cutStream(1));

        assertThat(chat().bodyBytes()).hasSize(whole / 2);
    }

    @Test
    void errorEventComesUnderStatus200() {
        simulator.fail(Fault.errorEventFirst().times(2));

        assertThat(chat().bodyText()).contains("Hello");
        SimulatedResponse anthropic = simulator.handle(Requests.anthropic("k", Requests.CHAT_STREAM));
        assertThat(anthropic.status()).isEqualTo(200);
        assertThat(anthropic.bodyText()).startsWith("event: error\ndata: {").contains("overloaded_error");
        assertThat(stream().bodyText()).startsWith("data: {\"error\"");
        assertThat(stream().bodyText()).contains("Hello");
    }

    @Test
    void emptyReplyIsASuccessWithoutBody() {
        simulator.fail(Fault.emptyReply().times(1));

        assertThat(chat().bodyBytes()).isEmpty();
        assertThat(chat().bodyBytes()).isNotEmpty();
    }

    @Test
    void chunkDelayComesBetweenTheChunks() {
        simulator.chunkDelay(Duration.ofMillis(20));

        SimulatedResponse response = stream();
        assertThat(response.chunks().get(0).delay()).isZero();
        assertThat(response.chunks().get(1).delay()).hasMillis(20);
    }

    @Test
    void impossibleFaultsAreRefused() {
        assertThatThrownBy(() -> Fault.status(42)).hasMessageContaining("status");
        assertThatThrownBy(() -> Fault.hang().times(0)).hasMessageContaining("times");
        assertThatThrownBy(() -> Fault.cutStream(-1)).hasMessageContaining("afterChunks");
    }

    private SimulatedResponse chat() {
        return simulator.handle(Requests.openAi("k"));
    }

    private SimulatedResponse stream() {
        return simulator.handle(Requests.openAi("k", Requests.CHAT_STREAM));
    }
}
