package io.gptload.gateway.admin.usage;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import java.time.Instant;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tokens by hour, key, model or group. */
@RestController
class UsageController {

    private final JdbcStore store;
    private final UsageReports reports;
    private final Messages messages;

    UsageController(JdbcStore store, UsageReports reports, Messages messages) {
        this.store = store;
        this.reports = reports;
        this.messages = messages;
    }

    @GetMapping("/api/gptload/usage")
    ApiReply usage(@RequestParam Map<String, String> given) {
        UsageParameters parameters = UsageParameters.of(given, Instant.now());
        Long group = parameters.query().groupId();
        if (group != null) {
            check(group);
        }
        return ApiReply.of(
                messages.get("common.success"),
                reports.report(parameters.query(), parameters.by(), parameters.limit()));
    }

    private void check(long group) {
        GroupRow row = store.groups().find(group).orElseThrow(() -> ApiException.notFound("group.not_found"));
        if (row.isAggregate()) {
            throw ApiException.validation("validation.usage_of_aggregate");
        }
    }
}
