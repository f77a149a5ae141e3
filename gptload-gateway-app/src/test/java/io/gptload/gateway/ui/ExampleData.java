package io.gptload.gateway.ui;

import io.gptload.client.store.jdbc.GroupColumn;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.HourTotals;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.LogDetails;
import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.client.store.jdbc.RequestLogWriter;
import io.gptload.client.store.jdbc.StoredKey;
import io.gptload.client.store.jdbc.SubGroupRow;
import io.gptload.client.wire.TokenUsage;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.simulator.Fault;
import io.gptload.simulator.SimulatedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A gateway as a team may have it: a few groups in different health, and two days behind them. */
final class ExampleData {

    private static final int HOURS = 48;
    private static final int KNOWN_TO_THE_PROVIDER = 60;

    private final AdminFixture fixture;
    private final JdbcStore store;
    private final RequestLogWriter log;
    private long openAi;

    ExampleData(AdminFixture fixture) {
        this.fixture = fixture;
        this.store = fixture.store();
        this.log = fixture.gateway.context().getBean(RequestLogWriter.class);
    }

    /** The id of the group with keys in every state. */
    long openAi() {
        return openAi;
    }

    void fill() {
        group("night-batch", "openai", "Night batch", "gpt-4.1-nano", 10_000, 120);
        long groq = group("groq", "openai", "Groq", "llama-3.3-70b-versatile", 8, 220);
        group("gemini-free", "gemini", "Gemini, free tier", "gemini-2.5-flash", 24, 300);
        group("claude", "anthropic", "Claude for the editors", "claude-sonnet-4-5", 12, 400);
        openAi = group("openai-prod", "openai", "OpenAI production", "gpt-4.1-mini", 60, 900);
        store.groups()
                .update(openAi, null, Map.of(GroupColumn.DESCRIPTION, "Keys of the platform team; ask Mei for more."));
        store.keys()
                .page(KeyFilter.ofGroup(openAi), 0, 3)
                .items()
                .forEach(row -> store.keys().setNotes(row.id(), "Platform team, paid"));
        use(57, 3, "\"account\":\"org-platform\"");
        use(54, 2, "\"tier\":2,\"weight\":10,\"account\":\"org-paid\"");
        use(52, 1, "\"enabled\":false");
        long chat = store.groups().insert(GroupRow.aggregate("chat", "openai"));
        store.groups().update(chat, null, Map.of(GroupColumn.DISPLAY_NAME, "Chat, all providers"));
        store.subGroups().add(List.of(new SubGroupRow(chat, openAi, 3), new SubGroupRow(chat, groq, 1)));
        fixture.reload();
        fixture.gateway.api(
                "PUT",
                "/api/groups/" + openAi,
                "{\"gptload\":{\"key_budgets\":\"12 requests/day, 2000 tokens/day, 5 requests/minute\"}}");
        client("Chat app", 20_000, 40_000_000, 60);
        client("Nightly reports", 0, 5_000_000, 0);
        client("Contractor", 500, 0, 10);
        call(70, "openai-prod", "/v1/chat/completions", "gpt-4.1-mini");
        call(16, "claude", "/v1/messages", "claude-sonnet-4-5");
        call(12, "groq", "/v1/chat/completions", "llama-3.3-70b-versatile");
        fixture.provider.fail(Fault.status(503).times(1));
        call(6, "chat", "/v1/chat/completions", "gpt-4.1-mini");
    }

    /** Says how keys are to be used. @param first the number of the first of them */
    private void use(int first, int count, String change) {
        String keys = IntStream.range(first, first + count)
                .mapToObj("sk-leakcanary-openai-prod-%05d"::formatted)
                .collect(Collectors.joining(","));
        fixture.gateway.api(
                "PUT",
                "/api/gptload/keys/options",
                "{\"group_id\":%d,\"keys_text\":\"%s\",%s}".formatted(openAi, keys, change));
    }

    private void client(String name, long dailyRequests, long dailyTokens, int requestsPerMinute) {
        fixture.post(
                "/api/gptload/client-keys",
                "{\"name\":\"%s\",\"daily_requests\":%d,\"daily_tokens\":%d,\"requests_per_minute\":%d}"
                        .formatted(name, dailyRequests, dailyTokens, requestsPerMinute));
    }

    private void call(int times, String group, String path, String model) {
        String body = "{\"model\":\"%s\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        for (int i = 0; i < times; i++) {
            fixture.gateway.proxy(group, path, body.formatted(model));
        }
    }

    private long group(String name, String channel, String display, String model, int size, int callsAnHour) {
        String[] keys = IntStream.range(0, size)
                .mapToObj(i -> "sk-leakcanary-%s-%05d".formatted(name, i))
                .toArray(String[]::new);
        for (int i = 0; i < Math.min(size, KNOWN_TO_THE_PROVIDER); i++) {
            fixture.provider.setKey(key(keys[i], i));
        }
        String upstream = "[{\"url\":\"" + fixture.server.baseUrl() + "\",\"weight\":1}]";
        long id = store.groups().insert(GroupRow.standard(name, channel, upstream, model));
        store.groups().update(id, null, Map.of(GroupColumn.DISPLAY_NAME, display));
        store.keys().importAll(id, List.of(keys).iterator(), done -> {});
        history(id, name, model, callsAnHour);
        return id;
    }

    private static SimulatedKey key(String value, int number) {
        if (number % 9 == 2) {
            return SimulatedKey.invalid(value);
        }
        if (number % 11 == 5) {
            return SimulatedKey.outOfQuota(value);
        }
        return number % 4 == 0
                ? SimulatedKey.limited(value, 1, Duration.ofMinutes(4 + number % 7))
                : SimulatedKey.valid(value);
    }

    /** More by day than by night, and one bad hour. */
    private void history(long group, String name, String model, int callsAnHour) {
        Instant now = Instant.now();
        for (int hour = 1; hour < HOURS; hour++) {
            long calls = Math.round(callsAnHour * (1.1 + Math.sin((hour - 18) / 24.0 * 2 * Math.PI)));
            long failed = hour == 7 ? calls / 12 : calls / 150;
            Instant at = now.minus(Duration.ofHours(hour));
            store.hourlyStats().add(group, at, new HourTotals(calls - failed, failed));
            log.offer(
                    row(group, name, model, at),
                    null,
                    LogDetails.of(new TokenUsage(calls * 811, calls * 243, calls * 300, calls * 1054)));
        }
        log.flush();
    }

    private static RequestLogRow row(long group, String name, String model, Instant at) {
        return new RequestLogRow(
                "",
                at,
                group,
                name,
                0,
                "",
                new StoredKey("sk-leakcanary-" + name + "-00001"),
                "",
                model,
                true,
                "10.1.4.20",
                200,
                "/proxy/" + name + "/v1/chat/completions",
                840,
                "",
                "",
                RequestLogRow.FINAL,
                "https://api.example.com/v1/chat/completions",
                false,
                "");
    }
}
