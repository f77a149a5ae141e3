package io.gptload.gateway.ui.client;

import io.gptload.client.store.jdbc.ClientKeyRow;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What stands in the fields of a client key's form, as somebody typed it. It turns into the JSON that the API takes, which
 * says what of it is allowed.
 */
public final class ClientKeyForm {

    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");
    private static final List<String> NUMBERS = List.of("requests_per_minute", "daily_requests", "daily_tokens");
    private static final String SOME = "some";

    private final MultiValueMap<String, String> fields;

    private ClientKeyForm(MultiValueMap<String, String> fields) {
        this.fields = fields;
    }

    /** What was sent. */
    static ClientKeyForm sent(MultiValueMap<String, String> fields) {
        return new ClientKeyForm(fields);
    }

    /** A new one. */
    static ClientKeyForm empty() {
        MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
        fields.set("enabled", "true");
        fields.set("groups", "all");
        return new ClientKeyForm(fields);
    }

    /** One as it is stored. */
    static ClientKeyForm of(ClientKeyRow row) {
        MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
        fields.set("name", row.name());
        fields.set("note", row.note());
        fields.set("enabled", Boolean.toString(row.enabled()));
        fields.set("expires_at", typed(row.expiresAt()));
        fields.set("groups", row.groupIds().isEmpty() ? "all" : SOME);
        row.groupIds().forEach(id -> fields.add("group_id", id.toString()));
        fields.set("models", String.join("\n", row.models()));
        fields.set("requests_per_minute", typed(row.requestsPerMinute()));
        fields.set("daily_requests", typed(row.dailyRequests()));
        fields.set("daily_tokens", typed(row.dailyTokens()));
        fields.set("version", Long.toString(row.version()));
        return new ClientKeyForm(fields);
    }

    private static String typed(@Nullable Instant at) {
        return at == null
                ? ""
                : LocalDateTime.ofInstant(at, ZoneId.systemDefault()).format(TIME);
    }

    private static String typed(long limit) {
        return limit == 0 ? "" : Long.toString(limit);
    }

    /** What stands in a field; empty for nothing. */
    public String get(String field) {
        String value = fields.getFirst(field);
        return value == null ? "" : value;
    }

    /** Whether it is for some groups only. */
    public boolean someGroups() {
        return get("groups").equals(SOME);
    }

    /** Whether that group is among those chosen. */
    public boolean chosen(long groupId) {
        return chosen().contains(Long.toString(groupId));
    }

    private List<String> chosen() {
        return fields.getOrDefault("group_id", List.of());
    }

    /** Whether groups are to be chosen and none is: for the API that would be all of them. */
    boolean lacksGroups() {
        return someGroups() && chosen().isEmpty();
    }

    /** What the API takes. @param stored what is to be changed; {@code null} for a new one */
    ObjectNode json(@Nullable ClientKeyRow stored) {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", get("name"))
                .put("note", get("note"))
                .put("enabled", get("enabled").equals("true"));
        if (stored == null || !get("expires_at").equals(typed(stored.expiresAt()))) {
            expiry(json); // a field of minutes does not cut the seconds of what is stored
        }
        ArrayNode groups = json.putArray("group_ids");
        if (someGroups()) {
            chosen().forEach(id -> number(id, groups));
        }
        ArrayNode models = json.putArray("models");
        get("models").lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(models::add);
        for (String field : NUMBERS) {
            BigInteger number = number(get(field));
            if (number == null) {
                json.put(field, get(field));
            } else {
                json.put(field, number);
            }
        }
        if (!get("version").isEmpty()) {
            json.put("version", Objects.requireNonNullElse(number(get("version")), BigInteger.ZERO));
        }
        return json;
    }

    private void expiry(ObjectNode json) {
        String typed = get("expires_at").strip();
        if (typed.isEmpty()) {
            json.putNull("expires_at");
            return;
        }
        try {
            json.put(
                    "expires_at",
                    LocalDateTime.parse(typed)
                            .atZone(ZoneId.systemDefault())
                            .toOffsetDateTime()
                            .toString());
        } catch (DateTimeParseException e) {
            json.put("expires_at", typed);
        }
    }

    private static void number(String text, ArrayNode into) {
        BigInteger number = number(text);
        if (number == null) {
            into.add(text);
        } else {
            into.add(number);
        }
    }

    /** {@code null} if it is none; zero for nothing. */
    private static @Nullable BigInteger number(String text) {
        try {
            return text.isBlank() ? BigInteger.ZERO : new BigInteger(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
