package io.gptload.gateway.admin.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A group as it is shown.
 *
 * @param endpoint where clients reach it; empty if that cannot be told
 * @param gptload settings gpt-load does not have; numbers as numbers
 */
record GroupView(
        long id,
        String name,
        String endpoint,
        String displayName,
        String description,
        String groupType,
        JsonNode upstreams,
        String channelType,
        int sort,
        String testModel,
        String validationEndpoint,
        JsonNode paramOverrides,
        JsonNode modelRedirectRules,
        boolean modelRedirectStrict,
        JsonNode config,
        JsonNode headerRules,
        String proxyKeys,
        @Nullable OffsetDateTime lastValidatedAt,
        @Nullable OffsetDateTime createdAt,
        @Nullable OffsetDateTime updatedAt,
        @JsonProperty("gptload") Map<String, Object> extras) {

    /** Proxy keys and header values are secret. */
    @Override
    public String toString() {
        return "GroupView[" + id + " " + name + "]";
    }
}
