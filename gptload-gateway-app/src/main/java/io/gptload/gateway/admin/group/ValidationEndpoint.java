package io.gptload.gateway.admin.group;

import io.gptload.client.store.jdbc.GroupRow;

/** Where a group's keys are validated: what the group says, or its channel's own. */
public final class ValidationEndpoint {

    private ValidationEndpoint() {}

    /** The channel's own; empty for one that has a path per model. */
    public static String ofChannel(String channelType) {
        return switch (channelType) {
            case "openai" -> "/v1/chat/completions";
            case "openai-response" -> "/v1/responses";
            case "anthropic" -> "/v1/messages";
            default -> "";
        };
    }

    /** The one in force. */
    public static String of(GroupRow group) {
        return group.validationEndpoint().isEmpty() ? ofChannel(group.channelType()) : group.validationEndpoint();
    }

    /** Whether it is not the channel's own. */
    public static boolean isCustom(GroupRow group) {
        return !of(group).equals(ofChannel(group.channelType()));
    }
}
