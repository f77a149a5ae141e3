package io.gptload.gateway.admin.integration;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.gateway.admin.group.ValidationEndpoint;

/**
 * A group as a client application connects to it.
 *
 * @param channelType the wire format; {@code custom} for an OpenAI one at a place of its own
 * @param path where to send calls, relative to the gateway or, in the group's own answer, to the group
 */
record GroupAccess(String name, String displayName, String channelType, String path) {

    /** @param prefix what the path begins with */
    static GroupAccess of(GroupRow row, String prefix) {
        boolean custom = row.channelType().startsWith("openai") && ValidationEndpoint.isCustom(row);
        return new GroupAccess(
                row.name(),
                row.displayName(),
                custom ? "custom" : row.channelType(),
                custom ? prefix + row.validationEndpoint() : prefix);
    }
}
