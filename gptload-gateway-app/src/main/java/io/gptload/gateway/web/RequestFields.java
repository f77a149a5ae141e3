package io.gptload.gateway.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what several requests have in common. */
public final class RequestFields {

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private RequestFields() {}

    /** The field {@code group_id} of a body. @throws ApiException 400 if it is missing or not above 0 */
    public static long groupId(@Nullable Long value) {
        if (value == null || value <= 0) {
            throw ApiException.invalidJson("invalid_json.group_id");
        }
        return value;
    }

    /** The parameter {@code group_id}. @throws ApiException 400 if it is missing or no integer above 0 */
    public static long groupIdParameter(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ApiException.badRequest("validation.group_id_required");
        }
        return id(value, "validation.invalid_group_id_format");
    }

    /** A parameter that is a time; {@code null} if it is missing. @throws ApiException 400 if it is none that makes sense */
    public static @Nullable Instant instant(Map<String, String> parameters, String name) {
        String text = parameters.get(name);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(text.replace(' ', '+')) // a plus sign that was not escaped
                    .toInstant();
            if (instant.isAfter(Instant.EPOCH) && instant.isBefore(LATEST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // answered below
        }
        throw ApiException.validation("validation.bad_time", name);
    }

    /** An id of a path. @throws ApiException 400 with that message if it is no integer above 0 */
    public static long id(String value, String messageId) {
        try {
            long id = Long.parseLong(value);
            if (id > 0) {
                return id;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw ApiException.badRequest(messageId);
    }
}
