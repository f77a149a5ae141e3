package io.gptload.gateway.ui.log;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.LoggedClient;
import io.gptload.client.store.jdbc.Page;
import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.gateway.admin.PendingWrites;
import io.gptload.gateway.admin.log.LogQuery;
import io.gptload.gateway.admin.log.LogTable;
import io.gptload.gateway.ui.AdminPage;
import io.gptload.gateway.ui.UiTexts;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.Paging;
import jakarta.servlet.http.HttpServletResponse;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** Attempts, newest first. */
@AdminPage
class LogPages {

    private static final Logger AUDIT = LoggerFactory.getLogger("io.gptload.gateway.audit");
    private static final int PAGE_SIZE = 50;
    private static final long MOST_COUNTED = 10_000;
    private static final int MOST_OFFERED = 200;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final Set<String> ALLOWED =
            Set.of("group", "model", "status", "success", "type", "ip", "error", "key", "client", "from", "to");

    private static final Pattern STATUS = Pattern.compile("[1-5]\\d\\d");
    private static final Set<String> RARE = Set.of("status", "ip", "error", "client", "from", "to");

    private final JdbcStore store;
    private final PendingWrites pending;
    private final LogTable table;
    private final LoggedCalls calls;
    private final UiTexts texts;

    LogPages(JdbcStore store, PendingWrites pending, LogTable table, LoggedCalls calls, UiTexts texts) {
        this.store = store;
        this.pending = pending;
        this.table = table;
        this.calls = calls;
        this.texts = texts;
    }

    /** An attempt. @param masked its key; empty for none @param client who called; {@code null} if that is not known */
    record Line(RequestLogRow row, String masked, @Nullable LoggedClient client) {}

    @GetMapping("/logs")
    String list(@RequestParam Map<String, String> asked, HttpServletResponse response, Model model) {
        pending.write();
        Paging paging = Paging.of(asked.get("page"), Integer.toString(PAGE_SIZE));
        Map<String, String> problems = problems(asked);
        model.addAttribute("problems", problems);
        KeyCipher cipher = store.options().cipher();
        Page<RequestLogRow> rows = problems.isEmpty()
                ? store.requestLogs()
                        .page(LogQuery.filter(query(asked), cipher), paging.offset(), PAGE_SIZE + 1, MOST_COUNTED)
                : new Page<>(List.of(), 0);
        response.setStatus(problems.isEmpty() ? HttpServletResponse.SC_OK : 422);
        model.addAttribute("groups", store.groups().list());
        model.addAttribute(
                "clients", store.clientKeys().page("", 0, MOST_OFFERED).items());
        List<RequestLogRow> shown = rows.items().stream().limit(PAGE_SIZE).toList();
        Map<String, LoggedClient> clients =
                store.clientCalls().of(shown.stream().map(RequestLogRow::id).toList());
        List<Line> lines = shown.stream()
                .map(row -> new Line(row, calls.masked(row), clients.get(row.id())))
                .toList();
        model.addAttribute("lines", lines);
        model.addAttribute("asked", asked);
        model.addAttribute(
                "filtered",
                ALLOWED.stream().anyMatch(name -> !value(asked, name).isEmpty()));
        model.addAttribute(
                "more", RARE.stream().anyMatch(name -> !value(asked, name).isEmpty()));
        boolean counted = rows.total() <= MOST_COUNTED;
        long pages = Math.max(1, (rows.total() + PAGE_SIZE - 1) / PAGE_SIZE);
        model.addAttribute("page", paging.page());
        model.addAttribute(
                "place",
                counted
                        ? texts.get("ui.page_of", paging.page(), pages, rows.total())
                        : texts.get("ui.page_of_many", paging.page(), MOST_COUNTED));
        model.addAttribute("next", rows.items().size() > PAGE_SIZE);
        model.addAttribute("filter", filter(asked));
        return "logs";
    }

    @GetMapping("/logs/{id}")
    String show(@PathVariable("id") String id, Model model) {
        RequestLogRow row = store.requestLogs().find(id).orElseThrow(() -> ApiException.notFound("log.row_gone"));
        LoggedClient client = store.clientCalls().of(List.of(id)).get(id);
        model.addAttribute("line", new Line(row, calls.masked(row), client));
        model.addAttribute("call", calls.of(row));
        return "logs :: detail";
    }

    @GetMapping("/logs/export")
    ResponseEntity<String> export(@RequestParam Map<String, String> asked) {
        AUDIT.info("The keys of the log were exported by the administrator");
        String name =
                "log_keys_export_" + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP) + ".csv";
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/csv; charset=utf-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=" + name)
                .body(table.of(query(asked)));
    }

    private Map<String, String> problems(Map<String, String> asked) {
        Map<String, String> problems = new HashMap<>();
        String status = value(asked, "status");
        if (!status.isEmpty() && !STATUS.matcher(status).matches()) {
            problems.put("status", texts.get("logs.bad_status"));
        }
        if (!value(asked, "client").isEmpty()
                && store.clientKeys().find(value(asked, "client")).isEmpty()) {
            problems.put("client", texts.get("logs.no_client"));
        }
        for (String name : List.of("from", "to")) {
            if (!value(asked, name).isEmpty() && instant(value(asked, name)).isEmpty()) {
                problems.put(name, texts.get("logs.bad_time"));
            }
        }
        return problems;
    }

    /** As the API names it. */
    private Map<String, String> query(Map<String, String> asked) {
        Map<String, String> query = new HashMap<>();
        query.put("group_name", value(asked, "group"));
        query.put("model", value(asked, "model"));
        query.put("status_code", value(asked, "status"));
        query.put("is_success", value(asked, "success"));
        query.put("request_type", value(asked, "type"));
        query.put("source_ip", value(asked, "ip"));
        query.put("error_contains", value(asked, "error"));
        query.put("key_value", value(asked, "key"));
        store.clientKeys()
                .find(value(asked, "client"))
                .ifPresent(client -> query.put("client_id", Long.toString(client.id())));
        query.put("start_time", instant(value(asked, "from")));
        query.put("end_time", instant(value(asked, "to")));
        return query;
    }

    private static String value(Map<String, String> asked, String name) {
        return asked.getOrDefault(name, "").strip();
    }

    /** Fields of a page give the time of the machine's clock. */
    private static String instant(String local) {
        try {
            return local.isEmpty()
                    ? ""
                    : LocalDateTime.parse(local)
                            .atZone(ZoneId.systemDefault())
                            .toOffsetDateTime()
                            .toString();
        } catch (DateTimeException e) {
            return "";
        }
    }

    private static String filter(Map<String, String> asked) {
        UriComponentsBuilder query = UriComponentsBuilder.newInstance();
        ALLOWED.stream()
                .sorted()
                .filter(name -> !value(asked, name).isEmpty() && !name.equals("key"))
                .forEach(name -> query.queryParam(name, "{" + name + "}"));
        String text = query.encode().buildAndExpand(asked).toUriString();
        return text.isEmpty() ? "?" : text + "&";
    }
}
