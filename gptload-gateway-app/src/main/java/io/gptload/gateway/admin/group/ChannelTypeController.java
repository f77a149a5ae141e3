package io.gptload.gateway.admin.group;

import io.gptload.client.wire.Channel;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import java.util.Arrays;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The wire formats there are. */
@RestController
class ChannelTypeController {

    private final Messages messages;

    ChannelTypeController(Messages messages) {
        this.messages = messages;
    }

    @GetMapping("/api/channel-types")
    ApiReply channelTypes() {
        return ApiReply.of(
                messages.get("common.success"),
                Arrays.stream(Channel.values()).map(Channel::id).sorted().toList());
    }
}
