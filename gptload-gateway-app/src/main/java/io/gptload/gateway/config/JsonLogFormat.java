package io.gptload.gateway.config;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLogFormatter;

/** One JSON object per line: {@code time}, {@code level}, {@code msg}, {@code logger}, and the event's own fields. */
final class JsonLogFormat implements StructuredLogFormatter<ILoggingEvent> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");

    private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();
    private final JsonWriter<ILoggingEvent> writer = JsonWriter.<ILoggingEvent>of(members -> {
                members.add("time", event -> TIME.format(event.getInstant().atZone(ZoneId.systemDefault())));
                members.add("level", LogFields::level);
                members.add("msg", ILoggingEvent::getFormattedMessage);
                members.add("logger", ILoggingEvent::getLoggerName);
                members.from(LogFields::extra).usingPairs((fields, pairs) -> fields.forEach(pairs));
                members.add("error", this::error).whenHasLength();
            })
            .withNewLineAtEnd();

    JsonLogFormat() {
        stackTrace.start();
    }

    @Override
    public String format(ILoggingEvent event) {
        return writer.writeToString(event);
    }

    private String error(ILoggingEvent event) {
        return event.getThrowableProxy() == null ? "" : stackTrace.convert(event);
    }
}
