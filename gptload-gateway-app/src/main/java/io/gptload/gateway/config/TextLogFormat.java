package io.gptload.gateway.config;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.springframework.boot.logging.structured.StructuredLogFormatter;

/** {@code time="2026-11-21 08:00:00" level=info msg="..." key=value}; a stack trace follows on lines of its own. */
final class TextLogFormat implements StructuredLogFormatter<ILoggingEvent> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();

    TextLogFormat() {
        stackTrace.start();
    }

    @Override
    public String format(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append("time=\"").append(TIME.format(event.getInstant().atZone(ZoneId.systemDefault())));
        line.append("\" level=").append(LogFields.level(event)).append(" msg=");
        append(line, event.getFormattedMessage());
        LogFields.extra(event)
                .forEach((name, value) -> append(line.append(' ').append(name).append('='), value));
        line.append('\n');
        return event.getThrowableProxy() == null
                ? line.toString()
                : line.append(stackTrace.convert(event)).toString();
    }

    private static void append(StringBuilder line, String value) {
        if (value.chars().allMatch(TextLogFormat::isPlain)) {
            line.append(value);
            return;
        }
        line.append('"');
        value.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> line.append('\\').append((char) c);
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7F) {
                        line.append(String.format("\\x%02x", c));
                    } else {
                        line.append((char) c);
                    }
                }
            }
        });
        line.append('"');
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._/@^+".indexOf(c) >= 0;
    }
}
