package io.gptload.client.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageReaderTest {

    private static final String CHAT = """
            {"id":"c-1","choices":[{"index":0,"message":{"role":"assistant","content":"say \\"usage\\":{\\"prompt_tokens\\":9}",
            "tool_calls":[{"function":{"arguments":"{\\"usage\\":1}"}}]}}],
            "usage":{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29,
            "prompt_tokens_details":{"cached_tokens":8,"audio_tokens":0},
            "completion_tokens_details":{"reasoning_tokens":4}},"service_tier":"default"}""";

    private static HeaderView headers(String type, @Nullable String encoding) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", type);
        if (encoding != null) {
            headers.put("Content-Encoding", encoding);
        }
        return HeaderView.of(headers);
    }

    /** Cut at one place, and into single bytes. */
    private static @Nullable TokenUsage read(String type, @Nullable String encoding, byte[] body) {
        @Nullable TokenUsage whole = read(type, encoding, body, body.length);
        for (int size : new int[] {1, 2, 3, 7, 64}) {
            assertThat(read(type, encoding, body, size)).isEqualTo(whole);
        }
        return whole;
    }

    private static @Nullable TokenUsage read(String type, @Nullable String encoding, byte[] body, int size) {
        try (UsageReader reader = UsageReader.of(headers(type, encoding))) {
            if (reader == null) {
                return null;
            }
            for (int i = 0; i < body.length; i += size) {
                reader.feed(body, i, Math.min(size, body.length - i));
            }
            return reader.usage();
        }
    }

    private static @Nullable TokenUsage json(String body) {
        return read("application/json; charset=utf-8", null, body.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable TokenUsage events(String body) {
        return read("text/event-stream", null, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aChatCompletion() {
        assertThat(json(CHAT)).isEqualTo(new TokenUsage(19, 10, 8, 29));
    }

    @Test
    void aResponse() {
        assertThat(json("""
                        {"object":"response","output":[{"content":[{"text":"x","annotations":[]}]}],"usage":{"input_tokens":37,
                        "input_tokens_details":{"cached_tokens":5},"output_tokens":11,"total_tokens":48}}""")).isEqualTo(new TokenUsage(37, 11, 5, 48));
    }

    @Test
    void anAnthropicMessageWithWhatItsCacheTookAndGave() {
        assertThat(json("""
                        {"type":"message","content":[{"type":"tool_use","input":{"usage":{"input_tokens":99999}}}],
                        "usage":{"input_tokens":12,"cache_creation_input_tokens":100,"cache_read_input_tokens":30,
                        "cache_creation":{"ephemeral_5m_input_tokens":100},"output_tokens":6}}""")).isEqualTo(new TokenUsage(142, 6, 30, 148));
    }

    @Test
    void aGeminiAnswer() {
        assertThat(json("""
                        {"candidates":[{"content":{"parts":[{"functionCall":{"args":{"usageMetadata":{"promptTokenCount":7}}}}]}}],
                        "usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":20,"thoughtsTokenCount":5,
                        "cachedContentTokenCount":4,"totalTokenCount":35,"promptTokensDetails":[{"modality":"TEXT"}]}}""")).isEqualTo(new TokenUsage(10, 25, 4, 35));
    }

    @Test
    void aGeminiStreamThatIsAnArray() {
        assertThat(json("""
                        [{"candidates":[],"usageMetadata":{"promptTokenCount":10,"totalTokenCount":10}}
                        ,
                        {"candidates":[],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":3,"totalTokenCount":13}}]""")).isEqualTo(new TokenUsage(10, 3, 0, 13));
    }

    @Test
    void aChatStreamWhoseLastEventCounts() {
        assertThat(events("""
                        data: {"choices":[{"delta":{"content":"a \\"usage\\" b"}}],"usage":null}

                        : keep-alive

                        data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}

                        data: [DONE]

                        """)).isEqualTo(new TokenUsage(3, 4, 0, 7));
    }

    @Test
    void aChatStreamOfGroqsThatCountsElsewhere() {
        assertThat(events("""
                        data:{"choices":[],"x_groq":{"id":"r","usage":{"queue_time":0.1,"prompt_tokens":3,"completion_tokens":4}}}

                        """)).isEqualTo(new TokenUsage(3, 4, 0, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void aStreamOfResponsesWithAnyLineEnds(String end) {
        assertThat(events("""
                        event: response.created
                        data: {"type":"response.created","response":{"usage":null}}

                        event: response.completed
                        data: {"type":"response.completed",
                        data: "response":{"output":[],"usage":{"input_tokens":7,"output_tokens":2,"total_tokens":9}}}

                        """.replace("\n", end))).isEqualTo(new TokenUsage(7, 2, 0, 9));
    }

    @Test
    void anAnthropicStreamCountsAtItsBeginningAndItsEnd() {
        String begin = """
                event: message_start
                data: {"type":"message_start","message":{"content":[],"usage":{"input_tokens":25,"cache_read_input_tokens":5,"output_tokens":1}}}

                """;
        String end = """
                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":15}}

                """;
        assertThat(events(begin + end)).isEqualTo(new TokenUsage(30, 15, 5, 45));
        assertThat(events(begin)).isEqualTo(new TokenUsage(30, 1, 5, 31));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}}}]]]\"",
                "{\"usage\":null}",
                "{\"usage\":{}}",
                "{\"usage\":[{\"prompt_tokens\":1}]}",
                "{\"usage\":{\"prompt_tokens\":-5,\"completion_tokens\":1e400}}",
                "{\"usage\":{\"prompt_tokens\":99999999999999999999999999}}",
                "{\"usage\":\"{\\\"prompt_tokens\\\":1}\"}",
                "{\"a\":{\"usage\":{\"prompt_tokens\":1}}}",
                "[[{\"x\":[{\"usage\":{\"prompt_tokens\":1}}]}]]",
                "<html>\"usage\":{\"prompt_tokens\":1}</html>",
                "{\"usage\":{\"prompt_tokens\":1",
            })
    void whatSaysNothingHasNone(String body) {
        assertThat(json(body)).isNull();
        assertThat(events(body)).isNull();
        assertThat(events("data: " + body + "\n\n")).isNull();
    }

    @Test
    void anObjectMuchTooLongIsNotKept() {
        assertThat(json("{\"usage\":{\"x\":\"" + "a".repeat(100_000) + "\",\"prompt_tokens\":1}}"))
                .isNull();
    }

    @Test
    void noiseHarmsNobody() {
        Random random = new Random(7);
        String alphabet = "{}[]\",:\\ \ndat:usage1";
        for (int i = 0; i < 2000; i++) {
            StringBuilder noise = new StringBuilder();
            for (int j = 0; j < 200; j++) {
                noise.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            json(noise.toString());
            events(noise.toString());
        }
    }

    @Test
    void aCopyOfPackedBodiesIsUnpacked() throws IOException {
        byte[] plain = CHAT.getBytes(StandardCharsets.UTF_8);
        TokenUsage expected = new TokenUsage(19, 10, 8, 29);
        assertThat(read("application/json", "gzip", packed(plain, GZIPOutputStream::new)))
                .isEqualTo(expected);
        assertThat(read("application/json", "deflate", packed(plain, DeflaterOutputStream::new)))
                .isEqualTo(expected);
        assertThat(read(
                        "application/json",
                        "deflate",
                        packed(plain, out -> new DeflaterOutputStream(out, new Deflater(6, true)))))
                .isEqualTo(expected);
        byte[] broken = packed(plain, GZIPOutputStream::new);
        broken[20] ^= 0x55;
        broken[40] ^= 0x55;
        read("application/json", "gzip", broken, 5);
        assertThat(read("application/json", "gzip", plain)).isNull();
        assertThat(UsageReader.of(headers("application/json", "br"))).isNull();
        assertThat(UsageReader.of(headers("application/json", "gzip, br"))).isNull();
        assertThat(UsageReader.of(headers("audio/mpeg", null))).isNull();
    }

    private interface Packing {
        OutputStream of(OutputStream out) throws IOException;
    }

    private static byte[] packed(byte[] plain, Packing packing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packer = packing.of(out)) {
            packer.write(plain);
        }
        return out.toByteArray();
    }
}
