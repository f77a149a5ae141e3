package io.gptload.gateway.admin.clientkey;

import io.gptload.gateway.web.ApiException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one field of a client key as requests bring it. What is wrong is said with the field's name and what is allowed. */
final class ClientKeyInput {

    /** What may be said of a client key. */
    static final List<String> FIELDS = List.of(
            "name",
            "note",
            "enabled",
            "expires_at",
            "group_ids",
            "models",
            "requests_per_minute",
            "daily_requests",
            "daily_tokens");

    /** Who edits says which version he saw. */
    static final String VERSION = "version";

    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_NOTE = 255;
    private static final int MOST_MODELS = 100;
    private static final int LONGEST_MODEL = 200;
    private static final int MOST_GROUPS = 1000;
    private static final int MOST_PER_MINUTE = 1_000_000;
    private static final long MOST_PER_DAY = 1_000_000_000_000_000L;
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private ClientKeyInput() {}

    /**
     * Puts a field into a draft.
     *
     * @param isGroup whether there is a group of that id
     * @throws ApiException 400 if its value is not allowed, or there is no such field
     */
    static void read(ClientKeyDraft draft, String field, JsonNode value, Predicate<Long> isGroup) {
        switch (field) {
            case "name" -> draft.name = name(value);
            case "note" -> draft.note = note(value);
            case "enabled" -> draft.enabled = flag(field, value);
            case "expires_at" -> draft.expiresAt = instant(value);
            case "group_ids" -> draft.groupIds = groupIds(value, isGroup);
            case "models" -> draft.models = models(value);
            case "requests_per_minute" -> draft.requestsPerMinute = (int) number(field, value, MOST_PER_MINUTE);
            case "daily_requests" -> draft.dailyRequests = number(field, value, MOST_PER_DAY);
            case "daily_tokens" -> draft.dailyTokens = number(field, value, MOST_PER_DAY);
            default ->
                throw ApiException.validation("client_key.unknown_field", shown(field), String.join(", ", FIELDS));
        }
    }

    private static String shown(String field) {
        return field.length() <= LONGEST_NAME ? field : field.substring(0, LONGEST_NAME) + "...";
    }

    static String name(@Nullable JsonNode value) {
        String name = value != null && value.isString() ? value.stringValue().strip() : "";
        if (name.isEmpty() || !isLine(name, LONGEST_NAME)) {
            throw ApiException.validation("client_key.bad_name", LONGEST_NAME);
        }
        return name;
    }

    private static String note(JsonNode value) {
        String note = value.isString() ? value.stringValue().strip() : null;
        if (note == null || !isLine(note, LONGEST_NOTE)) {
            throw ApiException.validation("client_key.bad_note", LONGEST_NOTE);
        }
        return note;
    }

    private static boolean isLine(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                && text.codePoints()
                        .noneMatch(point -> Character.isISOControl(point)
                                || Character.getType(point) == Character.LINE_SEPARATOR
                                || Character.getType(point) == Character.PARAGRAPH_SEPARATOR
                                || Character.getType(point) == Character.SURROGATE);
    }

    private static boolean flag(String field, JsonNode value) {
        if (!value.isBoolean()) {
            throw ApiException.validation("client_key.bad_flag", field);
        }
        return value.booleanValue();
    }

    private static @Nullable Instant instant(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        try {
            Instant instant =
                    value.isString() ? OffsetDateTime.parse(value.stringValue()).toInstant() : Instant.EPOCH;
            if (instant.isAfter(Instant.EPOCH) && instant.isBefore(LAST)) {
                return Instant.ofEpochMilli(instant.toEpochMilli()); // as it is stored
            }
        } catch (DateTimeException e) {
            // answered below
        }
        throw ApiException.validation("client_key.bad_expires_at");
    }

    private static List<Long> groupIds(JsonNode value, Predicate<Long> isGroup) {
        List<Long> ids = new ArrayList<>();
        for (JsonNode id : list(value, MOST_GROUPS, "client_key.bad_group_ids")) {
            if (!id.isIntegralNumber() || !id.canConvertToLong() || !isGroup.test(id.longValue())) {
                throw ApiException.validation("client_key.bad_group_ids", MOST_GROUPS);
            }
            ids.add(id.longValue());
        }
        return ids.stream().distinct().toList();
    }

    private static List<String> models(JsonNode value) {
        List<String> models = new ArrayList<>();
        for (JsonNode each : list(value, MOST_MODELS, "client_key.bad_models")) {
            String model = each.isString() ? each.stringValue().strip() : "";
            if (model.isEmpty() || !isLine(model, LONGEST_MODEL)) {
                throw ApiException.validation("client_key.bad_models", MOST_MODELS, LONGEST_MODEL);
            }
            models.add(model);
        }
        return models.stream().distinct().toList();
    }

    private static Iterable<JsonNode> list(JsonNode value, int most, String messageId) {
        if (value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > most) {
            throw ApiException.validation(messageId, most, LONGEST_MODEL);
        }
        return value;
    }

    private static long number(String field, JsonNode value, long most) {
        if (value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= 0
                && value.longValue() <= most) {
            return value.longValue();
        }
        throw ApiException.validation("client_key.bad_number", field, most);
    }

    /** The version somebody saw; {@code null} if nothing is said of it. @throws ApiException 400 if it is no number */
    static @Nullable Long version(JsonNode fields) {
        JsonNode value = fields.path(VERSION);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return number(VERSION, value, Long.MAX_VALUE);
    }
}
