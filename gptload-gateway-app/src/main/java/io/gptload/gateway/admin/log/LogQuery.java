package io.gptload.gateway.admin.log;

import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.RequestLogFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters that say which attempts are asked for. What makes no sense is passed over, as gpt-load does. */
public final class LogQuery {

    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

    private LogQuery() {}

    /** The rows asked for. */
    public static RequestLogFilter filter(Map<String, String> parameters, KeyCipher cipher) {
        String key = text(parameters, "key_value");
        return RequestLogFilter.all()
                .parentGroupName(text(parameters, "parent_group_name"))
                .groupName(text(parameters, "group_name"))
                .model(text(parameters, "model"))
                .keyHashes(key == null ? List.of() : cipher.hashes(key))
                .success(flag(text(parameters, "is_success")))
                .requestType(text(parameters, "request_type"))
                .statusCode(number(text(parameters, "status_code")))
                .sourceIp(text(parameters, "source_ip"))
                .clientId(id(text(parameters, "client_id")))
                .errorContains(text(parameters, "error_contains"))
                .from(instant(text(parameters, "start_time")))
                .to(instant(text(parameters, "end_time")));
    }

    private static @Nullable String text(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private static @Nullable Boolean flag(@Nullable String text) {
        if (text == null || !TRUE.contains(text) && !FALSE.contains(text)) {
            return null;
        }
        return TRUE.contains(text);
    }

    private static @Nullable Integer number(@Nullable String text) {
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Long id(@Nullable String text) {
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            // a plus sign that was not escaped arrives as a blank
            return text == null
                    ? null
                    : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
