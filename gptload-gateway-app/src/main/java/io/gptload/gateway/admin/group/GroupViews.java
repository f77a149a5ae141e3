package io.gptload.gateway.admin.group;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.gateway.web.LocalTime;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows rows. Thread-safe. */
@Component
class GroupViews {

    private final JdbcStore store;
    private final JsonMapper json;

    GroupViews(JdbcStore store, JsonMapper json) {
        this.store = store;
        this.json = json;
    }

    /** The group with the address clients use. */
    GroupView of(GroupRow row) {
        return of(List.of(row)).get(0);
    }

    /** The groups with the addresses clients use. */
    List<GroupView> of(List<GroupRow> rows) {
        String base = baseUrl();
        return rows.stream()
                .map(row -> view(row, base.isEmpty() ? "" : base + "/proxy/" + row.name()))
                .toList();
    }

    /** The group without an address. */
    GroupView asMember(GroupRow row) {
        return view(row, "");
    }

    private String baseUrl() {
        String url = store.settings().load(problem -> {}).text(Setting.APP_URL).strip();
        try {
            return URI.create(url).toString().replaceAll("/+$", "");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private GroupView view(GroupRow row, String endpoint) {
        return new GroupView(
                row.id(),
                row.name(),
                endpoint,
                row.displayName(),
                row.description(),
                row.groupType(),
                read(row.upstreams(), "[]"),
                row.channelType(),
                row.sort(),
                row.testModel(),
                row.validationEndpoint(),
                read(row.paramOverrides(), "{}"),
                read(row.modelRedirectRules(), "{}"),
                row.modelRedirectStrict(),
                read(row.config(), "{}"),
                read(row.headerRules(), "[]"),
                row.proxyKeys(),
                LocalTime.ofNullable(row.lastValidatedAt()),
                LocalTime.ofNullable(row.createdAt()),
                LocalTime.ofNullable(row.updatedAt()),
                extras(row.id()));
    }

    private JsonNode read(@Nullable String stored, String unset) {
        try {
            return json.readTree(stored == null || stored.isBlank() ? unset : stored);
        } catch (JacksonException e) {
            return json.nullNode();
        }
    }

    private Map<String, Object> extras(long id) {
        Map<String, Object> values = new LinkedHashMap<>();
        store.groupSettings().of(id).forEach((name, text) -> values.put(name, typed(text)));
        return values;
    }

    private static Object typed(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
