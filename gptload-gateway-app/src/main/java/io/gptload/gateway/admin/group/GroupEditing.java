package io.gptload.gateway.admin.group;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the API does to groups, for pages: a group is described by the same JSON, but what is wrong is said of every field at
 * once. Thread-safe.
 */
@Component
public class GroupEditing {

    /** The fields whose members are checked one by one. */
    private static final List<String> OBJECTS = List.of("config", "gptload");

    private final JdbcStore store;
    private final Groups groups;
    private final GroupChanges changes;
    private final GroupCopies copies;
    private final JsonMapper json;
    private final Messages messages;

    GroupEditing(
            JdbcStore store,
            Groups groups,
            GroupChanges changes,
            GroupCopies copies,
            JsonMapper json,
            Messages messages) {
        this.store = store;
        this.groups = groups;
        this.changes = changes;
        this.copies = copies;
        this.json = json;
        this.messages = messages;
    }

    /** The group. @throws ApiException 404 if there is none */
    public GroupRow get(long id) {
        return groups.get(id);
    }

    /**
     * What is wrong with a description, by field; members of {@code config} and {@code gptload} by names with a dot.
     *
     * @param row the group that is to be changed; {@code null} for a new one
     */
    public Map<String, String> problems(@Nullable GroupRow row, ObjectNode described) {
        boolean aggregate =
                GroupRow.AGGREGATE.equals(described.path("group_type").asString(""));
        GroupRow changed = row != null ? row : any(aggregate, described);
        Map<String, String> problems = new LinkedHashMap<>();
        described.properties().forEach(field -> {
            if (OBJECTS.contains(field.getKey())) {
                field.getValue()
                        .properties()
                        .forEach(member -> check(
                                changed,
                                json.createObjectNode()
                                        .set(
                                                field.getKey(),
                                                json.createObjectNode().set(member.getKey(), member.getValue())),
                                field.getKey() + "." + member.getKey(),
                                problems));
            } else {
                check(changed, json.createObjectNode().set(field.getKey(), field.getValue()), field.getKey(), problems);
            }
        });
        String name = TextFields.stripped(described.path("name").asString(""));
        long id = row == null ? 0 : row.id();
        store.groups()
                .find(name)
                .filter(other -> other.id() != id)
                .ifPresent(other -> problems.put("name", say(ApiException.duplicate("group.name_taken", name))));
        return problems;
    }

    /** A group that stands for a new one. */
    private static GroupRow any(boolean aggregate, ObjectNode described) {
        String channel = described.path("channel_type").asString("");
        return aggregate ? GroupRow.aggregate("any", channel) : GroupRow.standard("any", channel, "[]", "any");
    }

    private void check(GroupRow row, JsonNode part, String field, Map<String, String> problems) {
        try {
            GroupBody body = json.treeToValue(part, GroupBody.class);
            if (body.testModel() != null && !row.isAggregate()) {
                TextFields.testModel(body.testModel(), "validation.test_model_required");
            }
            if (body.channelType() != null) {
                TextFields.channelType(body.channelType());
            }
            changes.of(row, body);
            changes.extras(body);
        } catch (ApiException e) {
            problems.put(field, say(e));
        } catch (ConfigurationException e) {
            problems.put(field, say(ApiException.notAllowed(e)));
        } catch (JacksonException e) {
            problems.put(field, say(ofWrongType(field)));
        }
    }

    private static ApiException ofWrongType(String field) {
        return switch (field) {
            case "sort" -> ApiException.validation("validation.bad_sort");
            case "param_overrides" -> ApiException.validation("validation.bad_param_overrides");
            default -> ApiException.badRequest("error.bad_parameter", field);
        };
    }

    private String say(ApiException e) {
        return e.atField(messages, LocaleContextHolder.getLocale());
    }

    /** Adds a group without problems. @throws ApiException if it has any after all */
    public GroupRow create(ObjectNode described) {
        GroupBody body = json.treeToValue(described, GroupBody.class);
        return groups.add(changes.created(body), changes.extras(body));
    }

    /**
     * Changes a group as it was at that version, without problems.
     *
     * @throws io.gptload.client.store.jdbc.StaleVersionException if somebody else changed it since; nothing is stored then
     * @throws ApiException if the description has any problems after all
     */
    public GroupRow change(GroupRow row, long version, ObjectNode described) {
        GroupBody body = json.treeToValue(described, GroupBody.class);
        return groups.change(row.id(), version, changes.of(row, body), changes.extras(body));
    }

    /** Copies a group. @param keys {@code all}, {@code valid_only} or {@code none} of its keys, in the background */
    public GroupRow copy(long id, String keys) {
        return copies.copy(id, keys);
    }

    /** Removes a group with its keys and memberships. @throws ApiException 404 if there is none */
    public void remove(long id) {
        groups.remove(id);
    }

    /** Puts the groups into the order of these ids. */
    public void order(List<Long> ids) {
        Map<Long, Integer> sorts = new LinkedHashMap<>();
        ids.forEach(id -> sorts.put(id, (sorts.size() + 1) * 10));
        groups.order(sorts);
    }
}
