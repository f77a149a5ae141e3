package io.gptload.gateway.admin.group;

import io.gptload.client.store.jdbc.GroupColumn;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.web.ApiException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns what a request says of a group into a row or into changes of one. Thread-safe. */
@Component
class GroupChanges {

    private static final String UNSET = "null";

    private final JsonColumns columns;
    private final JdbcStore store;

    GroupChanges(JsonColumns columns, JdbcStore store) {
        this.columns = columns;
        this.store = store;
    }

    /** A new group. @throws ApiException for the first thing that is not allowed */
    GroupRow created(GroupBody body) {
        String name = TextFields.name(body.name());
        String channel = TextFields.channelType(body.channelType());
        String type = type(body.groupType());
        boolean aggregate = type.equals(GroupRow.AGGREGATE);
        String model = aggregate ? "-" : TextFields.testModel(body.testModel(), "validation.test_model_required");
        String upstreams = aggregate ? "[]" : columns.upstreams(body.upstreams());
        String endpoint = aggregate ? "" : TextFields.validationEndpoint(body.validationEndpoint());
        return new GroupRow(
                0,
                name,
                TextFields.fitting("display_name", body.displayName(), TextFields.SHORT),
                TextFields.stripped(body.proxyKeys()),
                TextFields.fitting("description", body.description(), TextFields.LONG),
                type,
                upstreams,
                endpoint,
                channel,
                body.sort() == null ? 0 : body.sort(),
                model,
                body.paramOverrides() == null ? UNSET : columns.overrides(body.paramOverrides()),
                body.config() == null ? UNSET : columns.config(body.config()),
                body.headerRules() == null ? "[]" : columns.headerRules(body.headerRules()),
                body.modelRedirectRules() == null ? "{}" : columns.redirects(body.modelRedirectRules(), aggregate),
                Boolean.TRUE.equals(body.modelRedirectStrict()),
                null,
                null,
                null,
                0);
    }

    private static String type(@Nullable String value) {
        String type = TextFields.stripped(value);
        return switch (type) {
            case "" -> GroupRow.STANDARD;
            case GroupRow.STANDARD, GroupRow.AGGREGATE -> type;
            default -> throw ApiException.validation("validation.invalid_group_type");
        };
    }

    /** What is to change of a group. @throws ApiException for the first thing that is not allowed */
    Map<GroupColumn, Object> of(GroupRow row, GroupBody body) {
        Map<GroupColumn, Object> changes = new EnumMap<>(GroupColumn.class);
        if (body.name() != null) {
            changes.put(GroupColumn.NAME, TextFields.name(body.name()));
        }
        if (!row.isAggregate()) {
            ofStandard(row, body, changes);
        }
        if (body.displayName() != null) {
            changes.put(
                    GroupColumn.DISPLAY_NAME, TextFields.fitting("display_name", body.displayName(), TextFields.SHORT));
        }
        if (body.description() != null) {
            changes.put(
                    GroupColumn.DESCRIPTION, TextFields.fitting("description", body.description(), TextFields.LONG));
        }
        if (body.proxyKeys() != null) {
            changes.put(GroupColumn.PROXY_KEYS, TextFields.stripped(body.proxyKeys()));
        }
        if (body.sort() != null) {
            changes.put(GroupColumn.SORT, body.sort());
        }
        if (body.modelRedirectStrict() != null) {
            changes.put(GroupColumn.MODEL_REDIRECT_STRICT, body.modelRedirectStrict());
        }
        jsonColumns(row, body, changes);
        return changes;
    }

    private void jsonColumns(GroupRow row, GroupBody body, Map<GroupColumn, Object> changes) {
        if (body.config() != null) {
            changes.put(GroupColumn.CONFIG, columns.config(body.config()));
        }
        if (body.headerRules() != null) {
            changes.put(GroupColumn.HEADER_RULES, columns.headerRules(body.headerRules()));
        }
        if (body.modelRedirectRules() != null) {
            changes.put(
                    GroupColumn.MODEL_REDIRECT_RULES, columns.redirects(body.modelRedirectRules(), row.isAggregate()));
        }
        if (body.paramOverrides() != null) {
            changes.put(GroupColumn.PARAM_OVERRIDES, columns.overrides(body.paramOverrides()));
        }
    }

    private void ofStandard(GroupRow row, GroupBody body, Map<GroupColumn, Object> changes) {
        if (body.channelType() != null) {
            changes.put(GroupColumn.CHANNEL_TYPE, TextFields.channelType(body.channelType()));
        }
        if (body.testModel() != null && !body.testModel().isEmpty()) {
            changes.put(GroupColumn.TEST_MODEL, TextFields.testModel(body.testModel(), "validation.test_model_empty"));
        }
        if (body.upstreams() != null) {
            changes.put(GroupColumn.UPSTREAMS, columns.upstreams(body.upstreams()));
        }
        if (body.validationEndpoint() != null) {
            changes.put(GroupColumn.VALIDATION_ENDPOINT, TextFields.validationEndpoint(body.validationEndpoint()));
        }
        boolean sameForAggregates = changes.getOrDefault(GroupColumn.CHANNEL_TYPE, row.channelType())
                        .equals(row.channelType())
                && changes.getOrDefault(GroupColumn.VALIDATION_ENDPOINT, row.validationEndpoint())
                        .equals(row.validationEndpoint());
        int aggregates =
                sameForAggregates ? 0 : store.subGroups().parents(row.id()).size();
        if (aggregates > 0) {
            throw ApiException.validation("validation.sub_group_referenced_cannot_modify", aggregates);
        }
    }

    /** Our own settings as they are to be stored; {@code null} when the request says nothing of them. */
    @Nullable
    Map<String, String> extras(GroupBody body) {
        return body.gptload() == null ? null : columns.extras(body.gptload());
    }
}
