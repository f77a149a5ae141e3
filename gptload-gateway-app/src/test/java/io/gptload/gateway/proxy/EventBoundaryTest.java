package io.gptload.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventBoundaryTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: a~~|9",
                "data: a~~data: b|9",
                "data: a^~^~|11",
                "data: a^~^~da|11",
                "data: a^^x|9",
                "data: a~|0",
                "data: a^~|0",
                "data: a~data: b|0",
                "data: a~~: ping~|16",
                "data: a~~: ping|9",
                ": ping~|7",
                ": ping~data: a|7",
                "data: a~~event: x~data: b~|9",
                "x|0",
            })
    void eventsAndCommentsAreWholeOrWait(String text, int whole) {
        byte[] bytes = text.replace('~', '\n').replace('^', '\r').getBytes(StandardCharsets.UTF_8);
        assertThat(EventBoundary.after(bytes, bytes.length)).isEqualTo(whole);
    }
}
