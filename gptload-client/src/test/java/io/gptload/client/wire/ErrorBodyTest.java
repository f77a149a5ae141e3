package io.gptload.client.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {

    private static ErrorBody parse(String json) {
        return ErrorBody.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "-",
            value = {
                "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":\"c\",\"param\":null}}|c|t|-|m",
                "{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\"}}|429|-|RESOURCE_EXHAUSTED|m",
                "[{\"error\":{\"code\":400,\"message\":\"m\",\"status\":\"INVALID_ARGUMENT\"}}]|400|-|INVALID_ARGUMENT|m",
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}|-|overloaded_error|-|m",
                "{\"error\":\"plain\"}|-|-|-|plain",
                "{\"error_msg\":\"em\",\"error\":\"e\",\"message\":\"m\"}|-|-|-|em",
                "{\"message\":\"m\",\"error\":\"e\"}|-|-|-|e",
                "{\"message\":\"m\",\"error\":{\"message\":\"inner\"},\"error_msg\":\"em\"}|-|-|-|inner",
                "{\"message\":\"m\",\"error\":{\"message\":\" \"}}|-|-|-|m",
                "{\"object\":\"error\",\"message\":\"m\",\"type\":\"t\",\"code\":\"1300\"}|1300|t|-|m",
                "{\"message\":{\"detail\":[{\"loc\":[\"a\"],\"msg\":\"bad\"}]}}|-|-|-|bad",
                "{\"detail\":\"Unauthorized\"}|-|-|-|Unauthorized",
                "{\"detail\":[{\"loc\":[\"body\",1],\"msg\":\"field required\",\"type\":\"missing\"}]}|-|-|-|field required",
                "{\"success\":false,\"errors\":[{\"code\":10000,\"message\":\"Authentication error\"}]}"
                        + "|10000|-|-|Authentication error",
                "{\"error\":{\"message\":\"Provider returned error\",\"code\":429,\"metadata\":{\"raw\":\"busy\"}}}"
                        + "|429|-|-|Provider returned error: busy",
                "{\"error\":{\"code\":null,\"message\":\"m\",\"type\":null}}|-|-|-|m",
                "{\"type\":\"response.failed\",\"response\":{\"id\":\"r\",\"error\":{\"code\":\"server_error\",\"message\":"
                        + "\"m\"}}}|server_error|response.failed|-|m",
                "not json|-|-|-|not json",
                "{\"other\":1}|-|-|-|{\"other\":1}",
            })
    void readsEveryShape(String body, String code, String type, String status, String message) {
        assertThat(parse(body)).isEqualTo(new ErrorBody(code, type, status, message, List.of(), null, null));
    }

    @Test
    void readsGoogleDetails() {
        ErrorBody error = parse("""
                {"error":{"code":429,"details":[
                {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"RATE","metadata":{"reason":"no"}},
                {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"APerDay","quotaDimensions":
                {"model":"x"}},{"quotaId":"BPerMinute"}]},
                {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.074824224s"}]}}""");
        assertThat(error.reasons()).containsExactly("RATE", "APerDay", "BPerMinute");
        assertThat(error.retryDelay()).isEqualTo(Duration.ofSeconds(34, 74_824_224));
    }

    @ParameterizedTest
    @CsvSource({"0s,PT0S", "1.5s,PT1.5S", "-3s,PT0S", "90s,PT1M30S", "1,", "1e99s,", "s,", "999999999999999999s,"})
    void readsRetryDelays(String text, Duration expected) {
        assertThat(parse("{\"error\":{\"details\":[{\"retryDelay\":\"" + text + "\"}]}}")
                        .retryDelay())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1773187200000,2026-03-11T00:00:00Z",
        "1773187200,2026-03-11T00:00:00Z",
        "60,",
        "'',",
        "x,",
        "9999999999999999999,"
    })
    void readsTheResetInTheBody(String text, Instant expected) {
        String body =
                "{\"error\":{\"metadata\":{\"headers\":{\"X-RateLimit-Limit\":[1],\"X-RateLimit-Reset\":\"%s\"}}}}";
        assertThat(parse(body.formatted(text)).resetAt()).isEqualTo(expected);
    }

    @Test
    void readsModerationReasons() {
        assertThat(parse("{\"error\":{\"metadata\":{\"reasons\":[\"a\",1,\"b\"]}}}")
                        .reasons())
                .containsExactly("a", "1", "b");
    }

    @Test
    void whatCameBeforeTheCutStands() {
        String json = "{\"error\":{\"code\":\"invalid_api_key\",\"type\":\"t\",\"message\":\"It is long\"}}";
        ErrorBody error = parse(json.substring(0, json.indexOf("long")));
        assertThat(error.code()).isEqualTo("invalid_api_key");
        assertThat(error.type()).isEqualTo("t");
        assertThat(error.message()).startsWith("{\"error\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[",
                "{",
                "[[[[",
                "{\"error\":",
                "{\"error\":{\"message\":[",
                "{\"error\":[1,2]}",
                "null",
                "12",
                "\"x",
                "{\"error\":{\"details\":{}}}",
                "{\"error\":{\"details\":[[1]]}}",
                "{\"error\":{\"metadata\":[]}}",
                "{\"errors\":{}}",
                "{\"errors\":[\"x\",[]]}",
                "{\"detail\":[]}",
                "{\"response\":[]}",
                "\uFEFF{}",
                "{\"error\":{\"metadata\":{\"reasons\":{\"a\":1},\"headers\":[]}}}",
                "{\"error\":{\"innererror\":1}}"
            })
    void survives(String body) {
        ErrorBody error = parse(body);
        assertThat(error.code()).isNull();
        assertThat(error.message() == null || !error.message().isBlank()).isTrue();
    }

    @Test
    void survivesDepthAndRandomCuts() {
        parse("{\"a\":".repeat(20_000));
        parse("[".repeat(70_000));
        byte[] any = new byte[512];
        new java.util.Random(7).nextBytes(any);
        for (int i = 0; i < any.length; i++) {
            ErrorBody.parse(any, i, any.length - i);
        }
    }

    @Test
    void keepsAtMostSoManyReasons() {
        String violations = "{\"quotaId\":\"q\"},".repeat(100) + "{}";
        assertThat(parse("{\"error\":{\"details\":[{\"violations\":[" + violations + "]}]}}")
                        .reasons())
                .hasSize(ErrorBody.MAX_REASONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "漢", "😀", "aé漢😀"})
    void cutsAtACodePoint(String unit) {
        for (String prefix : List.of("", "x", "xx", "xxx")) {
            String whole = prefix + unit.repeat(3000);
            for (String body : List.of(whole, "{\"error\":{\"message\":\"" + whole + "\"}}")) {
                String message = parse(body).message();
                assertThat(whole).startsWith(message);
                assertThat(message).doesNotContain("\uFFFD");
                assertThat(message.getBytes(StandardCharsets.UTF_8).length).isBetween(2045, 2048);
            }
        }
        assertThat(parse("x".repeat(2048)).message()).hasSize(2048);
    }

    @Test
    void readsARangeOfTheArray() {
        byte[] bytes = "xx{\"error\":\"e\"}yy".getBytes(StandardCharsets.UTF_8);
        assertThat(ErrorBody.parse(bytes, 2, bytes.length - 4).message()).isEqualTo("e");
        assertThatThrownBy(() -> ErrorBody.parse(bytes, 2, bytes.length)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error,,,529",
        "authentication_error,,,401",
        "billing_error,,,402",
        "request_too_large,,,413",
        ",429,,429",
        ",rate_limit_exceeded,,429",
        "x,insufficient_quota,,429",
        ",,UNAVAILABLE,503",
        ",,nonsense,502",
        ",999,,502",
        ",200,,502",
        "api_error,,,500",
        "rate_limit_error,weird,,429",
        ",context_length_exceeded,,400"
    })
    void impliesAStatus(String type, String code, String status, int expected) {
        assertThat(new ErrorBody(code, type, status, null, List.of(), null, null).impliedStatus())
                .isEqualTo(expected);
    }
}
