package io.gptload.gateway.admin.integration;

import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.ClientCredential;
import io.gptload.gateway.web.Messages;
import io.gptload.gateway.web.OpenToAll;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** All groups a key opens. */
@RestController
@OpenToAll
class IntegrationController {

    private final OpenedGroups opened;
    private final Messages messages;

    IntegrationController(OpenedGroups opened, Messages messages) {
        this.opened = opened;
        this.messages = messages;
    }

    @GetMapping("/api/integration/info")
    ApiReply info(HttpServletRequest request) {
        String key = ClientCredential.inQuery(request);
        if (key.isEmpty()) {
            throw ApiException.validation("integration.key_required");
        }
        List<GroupAccess> groups = opened.by(key).stream()
                .map(row -> GroupAccess.of(row, "/proxy/" + row.name()))
                .toList();
        if (groups.isEmpty()) {
            throw ApiException.validation("integration.key_not_accepted");
        }
        return ApiReply.of(messages.get("common.success"), groups);
    }
}
