package io.gptload.gateway.admin.integration;

import io.gptload.gateway.catalog.Catalog;
import io.gptload.gateway.proxy.GroupInfo;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.ClientCredential;
import io.gptload.gateway.web.Messages;
import io.gptload.gateway.web.SecurityHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** One group, if the key opens it; always in the default language, as clients of the proxy do not say theirs. */
@Component
class OneGroupInfo implements GroupInfo {

    private final Catalog catalog;
    private final OpenedGroups opened;
    private final Messages messages;
    private final JsonMapper json;

    OneGroupInfo(Catalog catalog, OpenedGroups opened, Messages messages, JsonMapper json) {
        this.catalog = catalog;
        this.opened = opened;
        this.messages = messages;
        this.json = json;
    }

    @Override
    public void answer(String group, HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            send(response, 200, reply(group, ClientCredential.inQuery(request)));
        } catch (ApiException e) {
            send(response, e.status(), e.rendered(messages, Messages.DEFAULT));
        }
    }

    private ApiReply reply(String group, String key) {
        if (key.isEmpty()) {
            throw ApiException.validation("integration.key_required");
        }
        if (catalog.find(group) == null) {
            throw ApiException.notFound("group.not_found");
        }
        return opened.by(key).stream()
                .filter(row -> row.name().equals(group))
                .findFirst()
                .map(row ->
                        ApiReply.of(messages.get(Messages.DEFAULT, "common.success"), List.of(GroupAccess.of(row, ""))))
                .orElseThrow(() -> ApiException.validation("integration.key_not_accepted"));
    }

    private void send(HttpServletResponse response, int status, Object body) throws IOException {
        byte[] bytes = json.writeValueAsBytes(body);
        SecurityHeaders.put(response);
        response.setStatus(status);
        response.setContentType("application/json;charset=utf-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
