package io.gptload.gateway.admin.group;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A group as a request describes it, unchecked. {@code null} is what the request says nothing of; of upstreams it may also
 * say that they are JSON null.
 *
 * @param gptload settings gpt-load does not have
 */
record GroupBody(
        @Nullable String name,
        @Nullable String displayName,
        @Nullable String description,
        @Nullable String groupType,
        @Nullable JsonNode upstreams,
        @Nullable String channelType,
        @Nullable Integer sort,
        @Nullable String testModel,
        @Nullable String validationEndpoint,
        @Nullable ObjectNode paramOverrides,
        @Nullable Map<String, @Nullable String> modelRedirectRules,
        @Nullable Boolean modelRedirectStrict,
        @Nullable ObjectNode config,
        @Nullable List<@Nullable HeaderRuleBody> headerRules,
        @Nullable String proxyKeys,
        @Nullable ObjectNode gptload) {

    /** One header rule, unchecked. */
    record HeaderRuleBody(
            @Nullable String key,
            @Nullable String value,
            @Nullable String action) {}

    /** May hold keys. */
    @Override
    public String toString() {
        return "GroupBody";
    }
}
