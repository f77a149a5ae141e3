package io.gptload.gateway.admin.log;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.LoggedClient;
import io.gptload.client.store.jdbc.Page;
import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.gateway.admin.PendingWrites;
import io.gptload.gateway.admin.audit.AuditTrail;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import io.gptload.gateway.web.Paging;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The request log: pages of attempts, and the keys that were used as a table. */
@RestController
class LogController {

    private static final Logger LOG = LoggerFactory.getLogger(LogController.class);
    private static final MediaType CSV = MediaType.parseMediaType("text/csv; charset=utf-8");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final JdbcStore store;
    private final PendingWrites pending;
    private final LogTable table;
    private final AuditTrail audit;
    private final Messages messages;

    LogController(JdbcStore store, PendingWrites pending, LogTable table, AuditTrail audit, Messages messages) {
        this.audit = audit;
        this.store = store;
        this.pending = pending;
        this.table = table;
        this.messages = messages;
    }

    record ExportError(String error) {}

    @GetMapping("/api/logs")
    ApiReply list(@RequestParam Map<String, String> parameters) {
        pending.write();
        Paging paging = Paging.of(parameters.get("page"), parameters.get("page_size"));
        KeyCipher cipher = store.options().cipher();
        Page<RequestLogRow> rows =
                store.requestLogs().page(LogQuery.filter(parameters, cipher), paging.offset(), paging.size());
        Map<String, LoggedClient> clients = store.clientCalls()
                .of(rows.items().stream().map(RequestLogRow::id).toList());
        return ApiReply.of(
                messages.get("common.success"),
                paging.reply(
                        rows.items().stream()
                                .map(row -> LogItem.of(row, cipher, clients.get(row.id())))
                                .toList(),
                        rows.total()));
    }

    /** Written only when it is whole: a slow reader must not keep a connection of the database. */
    @GetMapping("/api/logs/export")
    ResponseEntity<?> export(@RequestParam Map<String, String> parameters) {
        try {
            String csv = table.of(parameters);
            audit.note("logs.export", "", "", "");
            String name = "log_keys_export_" + LocalDateTime.now().format(STAMP) + ".csv";
            return ResponseEntity.ok()
                    .contentType(CSV)
                    .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=" + name)
                    .body(csv);
        } catch (DataAccessException e) {
            LOG.error("The log cannot be exported", e);
            return ResponseEntity.status(500).body(new ExportError(messages.get("error.export_logs")));
        }
    }
}
