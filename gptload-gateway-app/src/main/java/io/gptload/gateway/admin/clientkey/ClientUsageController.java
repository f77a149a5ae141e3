package io.gptload.gateway.admin.clientkey;

import io.gptload.client.store.jdbc.ClientKeyRow;
import io.gptload.client.store.jdbc.ClientUsageRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.clientkey.ClientUsageSync;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who used what, by day. */
@RestController
class ClientUsageController {

    private static final int USUAL_DAYS = 30;
    private static final int USUAL_LIMIT = 1000;
    private static final int MOST = 10_000;

    private final JdbcStore store;
    private final ClientUsageSync sync;
    private final ClientKeyEditing clients;
    private final Messages messages;

    ClientUsageController(JdbcStore store, ClientUsageSync sync, ClientKeyEditing clients, Messages messages) {
        this.store = store;
        this.sync = sync;
        this.clients = clients;
        this.messages = messages;
    }

    @GetMapping("/api/gptload/client-keys/usage")
    ApiReply ofAll(@RequestParam Map<String, String> parameters) {
        return reply(null, parameters);
    }

    @GetMapping("/api/gptload/client-keys/{id}/usage")
    ApiReply ofOne(@PathVariable("id") long id, @RequestParam Map<String, String> parameters) {
        return reply(clients.get(id).id(), parameters);
    }

    private ApiReply reply(@Nullable Long client, Map<String, String> parameters) {
        LocalDate to = day(parameters, "to", LocalDate.now(ZoneOffset.UTC));
        LocalDate from = day(parameters, "from", to.minusDays(USUAL_DAYS - 1));
        if (from.isAfter(to)) {
            throw ApiException.validation("validation.from_after_to");
        }
        int limit = limit(parameters.getOrDefault("limit", ""));
        sync.flush();
        List<ClientUsageRow> rows = store.clientUsage().list(client, from, to, limit + 1);
        Map<Long, String> names =
                store.clientKeys().list().stream().collect(Collectors.toMap(ClientKeyRow::id, ClientKeyRow::name));
        return ApiReply.of(
                messages.get("common.success"),
                new ClientUsageReport(
                        from,
                        to,
                        rows.stream()
                                .limit(limit)
                                .map(row -> new ClientUsageReport.Item(
                                        row.day(),
                                        row.clientId(),
                                        names.get(row.clientId()),
                                        ClientKeyItem.Used.of(row.usage())))
                                .toList(),
                        rows.size() > limit));
    }

    private static LocalDate day(Map<String, String> parameters, String name, LocalDate otherwise) {
        String text = parameters.getOrDefault(name, "");
        try {
            LocalDate day = text.isEmpty() ? otherwise : LocalDate.parse(text);
            if (day.getYear() >= 1970 && day.getYear() <= 9999) {
                return day;
            }
        } catch (DateTimeException e) {
            // answered below
        }
        throw ApiException.validation("validation.bad_day", name);
    }

    private static int limit(String text) {
        try {
            int limit = text.isEmpty() ? USUAL_LIMIT : Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw ApiException.validation("validation.bad_limit", MOST);
    }
}
