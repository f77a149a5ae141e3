package io.gptload.gateway.admin.dashboard;

import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The figures of the first page. */
@RestController
class DashboardController {

    private final DashboardFigures figures;
    private final EncryptionReview encryption;
    private final Messages messages;

    DashboardController(DashboardFigures figures, EncryptionReview encryption, Messages messages) {
        this.figures = figures;
        this.encryption = encryption;
        this.messages = messages;
    }

    @GetMapping("/api/dashboard/stats")
    ApiReply stats() {
        return ApiReply.of(messages.get("common.success"), figures.stats());
    }

    @GetMapping("/api/dashboard/chart")
    ApiReply chart(@RequestParam(name = "groupId", required = false) @Nullable String groupId) {
        return ApiReply.of(messages.get("common.success"), HourChart.of(figures.hours(group(groupId)), messages));
    }

    private static @Nullable Long group(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("error.bad_parameter", "groupId");
        }
    }

    @GetMapping("/api/dashboard/encryption-status")
    ApiReply encryptionStatus() {
        return ApiReply.of(messages.get("common.success"), encryption.status());
    }
}
