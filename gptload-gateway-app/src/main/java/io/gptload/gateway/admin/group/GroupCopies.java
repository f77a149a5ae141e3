package io.gptload.gateway.admin.group;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.web.ApiException;
import org.springframework.stereotype.Component;

/** Makes groups like others. Thread-safe. */
@Component
class GroupCopies {

    private static final int MOST_COPIES = 1000;

    private final JdbcStore store;
    private final Groups groups;
    private final KeyCopier keys;

    GroupCopies(JdbcStore store, Groups groups, KeyCopier keys) {
        this.store = store;
        this.groups = groups;
        this.keys = keys;
    }

    /**
     * Copies a group; its keys follow in the background.
     *
     * @param which {@code all} (or empty), {@code valid_only} or {@code none} of the keys
     * @throws ApiException 404 if there is no such group, 400 if it is none of these
     */
    GroupRow copy(long id, String which) {
        switch (which) {
            case "", "all", "valid_only", "none" -> {}
            default -> throw ApiException.validation("validation.invalid_copy_keys_value");
        }
        GroupRow original = groups.get(id);
        GroupRow copy = groups.add(
                like(original, freeName(original.name())), store.groupSettings().of(id));
        if (!which.equals("none") && !original.isAggregate()) {
            keys.copy(original, copy, which.equals("valid_only"));
        }
        return copy;
    }

    private String freeName(String name) {
        for (int number = 1; number <= MOST_COPIES; number++) {
            String suffix = number == 1 ? "_copy" : "_copy_" + number;
            String base = name.substring(0, Math.min(name.length(), TextFields.NAME_LENGTH - suffix.length()));
            if (store.groups().find(base + suffix).isEmpty()) {
                return base + suffix;
            }
        }
        throw ApiException.duplicate("group.no_free_copy_name");
    }

    private static GroupRow like(GroupRow original, String name) {
        String display = original.displayName().isEmpty() ? "" : original.displayName() + " Copy";
        return new GroupRow(
                0,
                name,
                display.length() > TextFields.SHORT ? original.displayName() : display,
                original.proxyKeys(),
                original.description(),
                original.groupType(),
                original.upstreams(),
                original.validationEndpoint(),
                original.channelType(),
                original.sort(),
                original.testModel(),
                original.paramOverrides(),
                original.config(),
                original.headerRules(),
                original.modelRedirectRules(),
                original.modelRedirectStrict(),
                null,
                null,
                null,
                0);
    }
}
