package io.gptload.client.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.wire.StreamGate.Decision;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StreamGateTest {

    private static final String OPENAI_CHUNK =
            "data: {\"id\":\"c\",\"error\":null,\"choices\":[{\"delta\":{\"content\":\"漢\"}}]}\n\n";

    static Stream<Arguments> streams() {
        return Stream.of(
                Arguments.of(OPENAI_CHUNK, Decision.OPEN, 0),
                Arguments.of("data:{}\n\n", Decision.OPEN, 0),
                Arguments.of("data: not json\n\n", Decision.OPEN, 0),
                Arguments.of("data: {\"error\":{}}\n\n", Decision.OPEN, 0),
                Arguments.of("data: {\"error\":\"\"}\n\n", Decision.OPEN, 0),
                Arguments.of("data: {\"choices\":[{\"error\":\"inner\"}]}\n\n", Decision.OPEN, 0),
                Arguments.of(": OPENROUTER PROCESSING\n\n: again\n\n" + OPENAI_CHUNK, Decision.OPEN, 0),
                Arguments.of(
                        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{}}\n\n",
                        Decision.OPEN,
                        0),
                Arguments.of(
                        "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"error\":null}}\n\n",
                        Decision.OPEN,
                        0),
                Arguments.of("id: 1\nretry: 5\ndata\ndata: {\"a\":\ndata: 1}\n\n", Decision.OPEN, 0),
                Arguments.of("data: {\"a\":1}", Decision.OPEN, 0),
                Arguments.of(
                        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":"
                                + "\"Overloaded\"}}\n\n",
                        Decision.ERROR,
                        529),
                Arguments.of(
                        "event: ping\ndata: {\"type\": \"ping\"}\n\n"
                                + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\","
                                + "\"message\":\"m\"}}\n\n",
                        Decision.ERROR,
                        429),
                Arguments.of("event: error\ndata: something broke\n\n", Decision.ERROR, 502),
                Arguments.of(
                        "data: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"m\",\"sequence_number\":1}\n\n",
                        Decision.ERROR,
                        500),
                Arguments.of(
                        "data: {\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"code\":"
                                + "\"rate_limit_exceeded\",\"message\":\"m\"}}}\n\n",
                        Decision.ERROR,
                        429),
                Arguments.of(
                        "data: {\"error\":{\"code\":503,\"message\":\"The model is overloaded.\",\"status\":"
                                + "\"UNAVAILABLE\"}}\n\n",
                        Decision.ERROR,
                        503),
                Arguments.of("data: {\"error\":\"boom\"}\n\n", Decision.ERROR, 502),
                Arguments.of("data: {\"error\":{\"message\":\"漢\"}}", Decision.ERROR, 502),
                Arguments.of(
                        "{\n  \"error\": {\n    \"code\": 400,\n    \"message\": \"m\"\n  }\n}\n", Decision.ERROR, 400),
                Arguments.of("{\"error\":{\"code\":\"insufficient_quota\"}}", Decision.ERROR, 429),
                Arguments.of("[{\n\n\"error\": {\"code\": 404}}\n]", Decision.ERROR, 404),
                Arguments.of("{\"choices\":[]}", Decision.OPEN, 0),
                Arguments.of("{\"choices\":[", Decision.OPEN, 0),
                Arguments.of("", Decision.EMPTY, 0),
                Arguments.of("\n\n\n", Decision.EMPTY, 0),
                Arguments.of(": ping\n\nevent: ping\ndata: {}\n\ndata: {\"type\":\"ping\"}\n\n", Decision.EMPTY, 0),
                Arguments.of("event: x\n\n", Decision.EMPTY, 0),
                Arguments.of("data:\n\ndata: \n\n", Decision.EMPTY, 0),
                Arguments.of("data: [DONE]\n\n" + OPENAI_CHUNK, Decision.EMPTY, 0),
                Arguments.of("data: [DONE]", Decision.EMPTY, 0));
    }

    private static void check(byte[] all, int cut, Decision expected, int status) {
        StreamGate gate = new StreamGate();
        Decision first = gate.feed(all, 0, cut);
        assertThat(first).isIn(Decision.MORE, expected);
        Decision second = gate.feed(all, cut, all.length - cut);
        assertThat(second).isIn(Decision.MORE, expected);
        assertThat(gate.end()).as("cut at %d", cut).isEqualTo(expected).isEqualTo(gate.decision());
        assertThat(gate.errorStatus()).isEqualTo(status);
        assertThat(gate.errorBody().message() != null).isEqualTo(expected == Decision.ERROR);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void decidesHoweverItIsCut(String stream, Decision expected, int status) {
        for (String lineEnd : new String[] {"\n", "\r\n", "\r"}) {
            for (String mark : new String[] {"", "\uFEFF"}) {
                byte[] all = (mark + stream.replace("\n", lineEnd)).getBytes(StandardCharsets.UTF_8);
                for (int cut = 0; cut <= all.length; cut++) {
                    check(all, cut, expected, status);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void decidesByteByByte(String stream, Decision expected, int status) {
        StreamGate gate = new StreamGate();
        for (byte b : stream.getBytes(StandardCharsets.UTF_8)) {
            gate.feed(new byte[] {0, b, 0}, 1, 1);
        }
        assertThat(gate.end()).isEqualTo(expected);
        assertThat(gate.errorStatus()).isEqualTo(status);
    }

    @Test
    void opensWithoutWaitingForTheEnd() {
        byte[] chunk = OPENAI_CHUNK.getBytes(StandardCharsets.UTF_8);
        assertThat(new StreamGate().feed(chunk, 0, chunk.length)).isEqualTo(Decision.OPEN);
        assertThat(new StreamGate().feed(chunk, 0, chunk.length - 1)).isEqualTo(Decision.MORE);
    }

    @Test
    void anErrorAfterTheFirstEventIsTooLate() {
        StreamGate gate = new StreamGate();
        byte[] all = (OPENAI_CHUNK + "data: {\"error\":{\"message\":\"m\"}}\n\n").getBytes(StandardCharsets.UTF_8);
        assertThat(gate.feed(all, 0, all.length)).isEqualTo(Decision.OPEN);
        assertThat(gate.end()).isEqualTo(Decision.OPEN);
        assertThat(gate.errorBody()).isEqualTo(ErrorBody.EMPTY);
    }

    @Test
    void letsThroughWhatSaysNothingForTooLong() {
        StreamGate gate = new StreamGate();
        byte[] comment = ":\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < StreamGate.LIMIT_BYTES / 2; i++) {
            assertThat(gate.feed(comment, 0, 2)).isEqualTo(Decision.MORE);
        }
        assertThat(gate.feed(comment, 0, 1)).isEqualTo(Decision.OPEN);

        byte[] endless = new byte[StreamGate.LIMIT_BYTES + 1];
        java.util.Arrays.fill(endless, (byte) 'x');
        assertThat(new StreamGate().feed(endless, 0, endless.length)).isEqualTo(Decision.OPEN);
    }

    @Test
    void refusesABadRange() {
        assertThatThrownBy(() -> new StreamGate().feed(new byte[3], 2, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
