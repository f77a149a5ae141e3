package io.gptload.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogFormatTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123Z");

    @Test
    void textQuotesWhatIsNotAWord() {
        String time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").format(NOON.atZone(ZoneId.systemDefault()));
        assertThat(new TextLogFormat().format(event(Level.WARN, "done", null)))
                .isEqualTo("time=\"" + time + "\" level=warning msg=done path=/a/b why=\"a \\\"b\\\"\"\n");
        assertThat(new TextLogFormat().format(event(Level.INFO, "two\nlines\\\u0001", null)))
                .contains(" level=info msg=\"two\\nlines\\\\\\x01\" ");
    }

    @Test
    void jsonHasAnObjectPerLine() {
        String time =
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").format(NOON.atZone(ZoneId.systemDefault()));
        assertThat(new JsonLogFormat().format(event(Level.ERROR, "two\n\"lines\"", null)))
                .isEqualTo("{\"time\":\"" + time + "\",\"level\":\"error\",\"msg\":\"two\\n\\\"lines\\\"\","
                        + "\"logger\":\"x\",\"path\":\"/a/b\",\"why\":\"a \\\"b\\\"\"}\n");
    }

    @Test
    void stackTracesFollowTextAndAreAFieldOfJson() {
        Exception cause = new IllegalStateException("boom");
        assertThat(new TextLogFormat()
                        .format(event(Level.ERROR, "failed", cause))
                        .lines())
                .hasSizeGreaterThan(2)
                .anySatisfy(line -> assertThat(line).startsWith("java.lang.IllegalStateException: boom"));
        assertThat(new JsonLogFormat()
                        .format(event(Level.ERROR, "failed", cause))
                        .lines())
                .singleElement()
                .asString()
                .contains("\"error\":\"java.lang.IllegalStateException: boom");
    }

    private static LoggingEvent event(Level level, String message, @Nullable Exception cause) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent("x", context.getLogger("x"), level, message, cause, null);
        event.setInstant(NOON);
        event.setMDCPropertyMap(Map.of());
        event.setKeyValuePairs(List.of(new KeyValuePair("path", "/a/b"), new KeyValuePair("why", "a \"b\"")));
        return event;
    }
}
