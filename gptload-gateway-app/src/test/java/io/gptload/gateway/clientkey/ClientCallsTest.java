package io.gptload.gateway.clientkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.store.jdbc.GroupColumn;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.testing.Answer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Clients with keys of their own, as they find the gateway. */
@ExtendWith(OutputCaptureExtension.class)
class ClientCallsTest {

    private static final String KEYS = "/api/gptload/client-keys";
    private static final String CHAT = "/v1/chat/completions";
    private static final String KEY = "sk-leakcanary-client-0001";
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir
    static Path folder;

    private static AdminFixture fixture;
    private static TestGroup group;

    @BeforeAll
    static void start() {
        fixture = new AdminFixture(folder);
        group = fixture.group(KEY);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    /** A client key as its admin has it. */
    private record Client(long id, String name, String token) {}

    /** @param fields JSON members to add, each with a comma before it */
    private static Client client(String fields) {
        String name = "client-" + NAMES.incrementAndGet();
        Answer answer = fixture.post(KEYS, "{\"name\":\"" + name + "\"" + fields + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return new Client(
                answer.data().path("id").asLong(),
                name,
                answer.data().path("token").asString());
    }

    private static void change(Client client, String json) {
        Answer answer = fixture.gateway.api("PUT", KEYS + "/" + client.id, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static String hello(String model) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    }

    private static Answer chat(Client client) {
        return fixture.gateway.proxy(group.name(), CHAT, hello("m"), client.token);
    }

    private static Answer get(Client client, String path) {
        return fixture.gateway.call(
                "GET", "/proxy/" + group.name() + path, null, Map.of("Authorization", "Bearer " + client.token));
    }

    private static JsonNode today(Client client) {
        return fixture.get(KEYS + "/" + client.id + "/usage")
                .data()
                .path("items")
                .path(0);
    }

    @Test
    void aClientCallsByItsKeyWhereverItPutsIt() {
        Client client = client("");
        for (Map<String, String> headers : List.of(
                Map.of("Authorization", "Bearer " + client.token),
                Map.of("X-Api-Key", client.token),
                Map.of("X-Goog-Api-Key", client.token))) {
            assertThat(fixture.gateway
                            .call("POST", "/proxy/" + group.name() + CHAT, hello("m"), headers)
                            .status())
                    .isEqualTo(200);
        }
        assertThat(fixture.gateway
                        .call("POST", "/proxy/" + group.name() + CHAT + "?key=" + client.token, hello("m"), Map.of())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void proxyKeysOpenWhatTheyDidBefore() {
        assertThat(fixture.chat(group)).isEqualTo(200);
        TestGroup own = fixture.group("openai", Map.of(GroupColumn.PROXY_KEYS, "gl-of-the-group"), KEY);
        assertThat(fixture.gateway
                        .proxy(own.name(), CHAT, hello("m"), "gl-of-the-group")
                        .status())
                .isEqualTo(200);
        Answer foreign = fixture.gateway.proxy(group.name(), CHAT, hello("m"), "gl-of-the-group");
        assertThat(foreign.status()).isEqualTo(401);
        assertThat(foreign.code()).isEqualTo("UNAUTHORIZED");
    }

    @Test
    void aKeyThatIsNobodysIsRefused() {
        long calls = fixture.provider.calls();
        assertThat(fixture.gateway
                        .proxy(
                                group.name(),
                                CHAT,
                                hello("m"),
                                ClientToken.random().text())
                        .status())
                .isEqualTo(401);
        assertThat(fixture.provider.calls()).isEqualTo(calls);
    }

    @Test
    void whoIsDisabledIsToldSoAtOnceAndMayCallAgainAtOnce() {
        Client client = client("");
        assertThat(chat(client).status()).isEqualTo(200);
        change(client, "{\"enabled\":false}");
        Answer refused = chat(client);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).isEqualTo("The client key '" + client.name + "' is disabled.");
        assertThat(refused.json().path("error").path("code").asString()).isEqualTo("client_key_disabled");
        change(client, "{\"enabled\":true}");
        assertThat(chat(client).status()).isEqualTo(200);
    }

    @Test
    void aKeyRunsOut() {
        Instant soon = Instant.now().plusMillis(1500).truncatedTo(ChronoUnit.MILLIS);
        Client client = client(",\"expires_at\":\"" + soon + "\"");
        Answer refused = await().until(() -> chat(client), answer -> answer.status() != 200);
        assertThat(Instant.now()).isAfterOrEqualTo(soon);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.message()).contains(client.name, "expired at", "Z.");
        assertThat(fixture.get(KEYS + "/" + client.id).data().path("state").asString())
                .isEqualTo("expired");
        change(client, "{\"expires_at\":null}");
        assertThat(chat(client).status()).isEqualTo(200);
    }

    @Test
    void aKeyOpensItsGroupsOnly() {
        TestGroup other = fixture.group(KEY);
        TestGroup aggregate = fixture.aggregate(other);
        Client client = client(",\"group_ids\":[" + aggregate.id() + "]");
        assertThat(fixture.gateway
                        .proxy(aggregate.name(), CHAT, hello("m"), client.token)
                        .status())
                .isEqualTo(200);
        Answer refused = fixture.gateway.proxy(other.name(), CHAT, hello("m"), client.token);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).contains(client.name, "group '" + other.name() + "'");
        change(client, "{\"group_ids\":[]}");
        assertThat(fixture.gateway
                        .proxy(other.name(), CHAT, hello("m"), client.token)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aGroupThatIsGoneDoesNotOpenTheOthers() {
        TestGroup gone = fixture.group(KEY);
        Client client = client(",\"group_ids\":[" + gone.id() + "]");
        assertThat(fixture.gateway
                        .api("DELETE", "/api/groups/" + gone.id(), null)
                        .status())
                .isEqualTo(200);
        assertThat(chat(client).status()).isEqualTo(403);
        TestGroup next = fixture.group(KEY);
        assertThat(fixture.gateway
                        .proxy(next.name(), CHAT, hello("m"), client.token)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aNewKeyTakesThePlaceOfTheOldOneAtOnce() {
        Client client = client("");
        Answer rotated = fixture.post(KEYS + "/" + client.id + "/rotate", "{}");
        Client again =
                new Client(client.id, client.name, rotated.data().path("token").asString());
        assertThat(again.token).isNotEqualTo(client.token);
        assertThat(chat(client).status()).isEqualTo(401);
        assertThat(chat(again).status()).isEqualTo(200);
        fixture.gateway.api("DELETE", KEYS + "/" + client.id);
        assertThat(chat(again).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "openai, /v1/chat/completions, error.type, rate_limit_error",
        "openai-response, /v1/responses, error.type, rate_limit_error",
        "anthropic, /v1/messages, error.type, rate_limit_error",
        "gemini, /v1beta/models/m:generateContent, error.status, RESOURCE_EXHAUSTED"
    })
    void whoCallsTooOftenIsToldInItsProtocolWhenToComeBack(String channel, String path, String field, String type) {
        TestGroup target = fixture.group(channel, Map.of(), KEY);
        Client client = client(",\"requests_per_minute\":2");
        for (int i = 0; i < 2; i++) {
            fixture.gateway.proxy(target.name(), path, hello("m"), client.token);
        }
        long calls = fixture.provider.calls();
        Answer limited = fixture.gateway.proxy(target.name(), path, hello("m"), client.token);
        assertThat(limited.status()).isEqualTo(429);
        assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 60);
        assertThat(limited.header("x-should-retry")).isEmpty();
        String[] names = field.split("\\.");
        assertThat(limited.json().path(names[0]).path(names[1]).asString()).isEqualTo(type);
        assertThat(limited.message()).contains(client.name, "2 requests a minute");
        assertThat(fixture.provider.calls()).isEqualTo(calls);
        assertThat(today(client).path("refused").asInt()).isEqualTo(1);
    }

    @Test
    void aNoteThatIsEditedDoesNotBeginAMinuteAnewButAHigherLimitActsAtOnce() {
        Client client = client(",\"requests_per_minute\":1");
        assertThat(chat(client).status()).isEqualTo(200);
        change(client, "{\"note\":\"edited\"}");
        assertThat(chat(client).status()).isEqualTo(429);
        change(client, "{\"requests_per_minute\":0}");
        assertThat(chat(client).status()).isEqualTo(200);
    }

    @Test
    void aDayHasSoManyRequestsAndNoMoreHoweverManyComeAtOnce() {
        Client client = client(",\"daily_requests\":5");
        List<Answer> answers =
                IntStream.range(0, 12).parallel().mapToObj(call -> chat(client)).toList();
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(5);
        assertThat(answers).filteredOn(answer -> answer.status() != 200).allSatisfy(limited -> {
            assertThat(limited.status()).isEqualTo(429);
            assertThat(Long.parseLong(limited.header("Retry-After"))).isBetween(1L, 86_400L);
            assertThat(limited.header("x-should-retry")).isEqualTo("false");
            assertThat(limited.message()).contains("5 requests a day");
        });
        JsonNode used = today(client);
        assertThat(used.path("requests").asInt()).isEqualTo(5);
        assertThat(used.path("refused").asInt()).isEqualTo(7);
        change(client, "{\"daily_requests\":6}");
        assertThat(chat(client).status()).isEqualTo(200);
        assertThat(chat(client).status()).isEqualTo(429);
    }

    @Test
    void aDayHasSoManyTokens() {
        Client client = client(",\"daily_tokens\":1");
        assertThat(chat(client).status()).isEqualTo(200);
        Answer limited = await().until(() -> chat(client), answer -> answer.status() != 200);
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.message()).contains("1 tokens a day");
        JsonNode used = today(client);
        assertThat(used.path("prompt_tokens").asInt()).isPositive();
        assertThat(used.path("completion_tokens").asInt()).isPositive();
        assertThat(used.path("total_tokens").asInt())
                .isEqualTo(used.path("prompt_tokens").asInt()
                        + used.path("completion_tokens").asInt());
        change(client, "{\"daily_tokens\":1000000}");
        assertThat(chat(client).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"o3\"}|o3",
                "{\"model\":\"gpt-4o\",\"stream\":false,\"model\":\"o3\"}|o3",
                "{\"model\":\"gpt-4o\",\"models\":[\"o3\"]}|o3",
                "{\"model\":\"gpt-4o\",\"MODEL\":\"o3\"}|o3",
                "{\"prompt\":\"hi\"}|no model can be read",
                "not json|no model can be read",
            })
    void aModelThatIsNotAllowedIsRefusedByName(String body, String named) {
        Client client = client(",\"models\":[\"gpt-4*\"],\"daily_requests\":1");
        long calls = fixture.provider.calls();
        Answer refused = fixture.gateway.proxy(group.name(), CHAT, body, client.token);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).contains(client.name, named);
        assertThat(refused.json().path("error").path("code").asString()).isEqualTo("model_not_allowed");
        assertThat(fixture.provider.calls()).isEqualTo(calls);
        assertThat(fixture.gateway
                        .proxy(group.name(), CHAT, hello("gpt-4o"), client.token)
                        .status())
                .as("what was refused is not counted")
                .isEqualTo(200);
    }

    @Test
    void geminisModelsInThePathAreLookedAt() {
        TestGroup gemini = fixture.group("gemini", Map.of(), KEY);
        Client client = client(",\"models\":[\"gemini-pro\"]");
        String body = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}";
        String path = "/v1beta/models/%s:generateContent";
        assertThat(fixture.gateway
                        .proxy(gemini.name(), path.formatted("gemini-pro"), body, client.token)
                        .status())
                .isEqualTo(200);
        Answer refused = fixture.gateway.proxy(gemini.name(), path.formatted("gemini-ultra"), body, client.token);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("error").path("status").asString()).isEqualTo("PERMISSION_DENIED");
        assertThat(refused.message()).contains("gemini-ultra");
    }

    @Test
    void whoMayUseSomeModelsSeesThoseAlone() {
        List<String> all = models(get(client(""), "/v1/models"));
        assertThat(all).hasSizeGreaterThan(1);
        Client few = client(",\"models\":[\"" + all.get(0) + "\"]");
        assertThat(models(get(few, "/v1/models"))).containsExactly(all.get(0));
        assertThat(models(get(few, "/v1/%6dodels"))).isSubsetOf(all.get(0));
        assertThat(get(few, "/v1/models/" + all.get(0)).status()).isEqualTo(200);
        assertThat(get(few, "/v1/models/" + all.get(1)).status()).isEqualTo(403);
        assertThat(models(get(client(",\"models\":[\"none-of-them\"]"), "/v1/models")))
                .isEmpty();
    }

    @Test
    void redirectedNamesAreShownAndCalledByTheNameTheClientUses() {
        TestGroup redirected = fixture.group(
                "openai",
                Map.of(GroupColumn.MODEL_REDIRECT_RULES, "{\"fast\":\"test-model\",\"slow\":\"test-model\"}"),
                KEY);
        Client client = client(",\"models\":[\"fast\"]");
        Answer list = fixture.gateway.call(
                "GET",
                "/proxy/" + redirected.name() + "/v1/models",
                null,
                Map.of("Authorization", "Bearer " + client.token));
        assertThat(models(list)).containsExactly("fast");
        assertThat(fixture.gateway
                        .proxy(redirected.name(), CHAT, hello("fast"), client.token)
                        .status())
                .isEqualTo(200);
        assertThat(fixture.gateway
                        .proxy(redirected.name(), CHAT, hello("test-model"), client.token)
                        .status())
                .isEqualTo(403);
    }

    private static List<String> models(Answer answer) {
        List<String> names = new ArrayList<>();
        answer.json().path("data").forEach(model -> names.add(model.path("id").asString()));
        return names;
    }

    @Test
    void whoUsedWhatIsInTheLogAndInTheUsage() {
        Client client = client("");
        assertThat(chat(client).status()).isEqualTo(200);
        assertThat(fixture.chat(group)).isEqualTo(200);
        JsonNode rows = await().until(
                        () -> fixture.get("/api/logs?client_id=" + client.id)
                                .data()
                                .path("items"),
                        found -> found.size() > 0);
        assertThat(rows).hasSize(1);
        assertThat(rows.path(0).path("client").asString()).isEqualTo(client.name);
        assertThat(rows.path(0).path("group_name").asString()).isEqualTo(group.name());
        JsonNode all = fixture.get("/api/logs?page_size=1000").data().path("items");
        assertThat(all.valueStream().filter(row -> !row.has("client"))).isNotEmpty();

        JsonNode used = await().until(
                        () -> today(client), day -> day.path("total_tokens").asInt() > 0);
        assertThat(used.path("day").asString())
                .isEqualTo(LocalDate.now(ZoneOffset.UTC).toString());
        assertThat(used.path("client_name").asString()).isEqualTo(client.name);
        assertThat(used.path("requests").asInt()).isEqualTo(1);
        assertThat(fixture.get(KEYS + "/usage").data().path("items").valueStream())
                .anySatisfy(item -> assertThat(item.path("client_id").asLong()).isEqualTo(client.id));
        JsonNode shown = fixture.get(KEYS + "/" + client.id).data();
        assertThat(shown.path("today").path("requests").asInt()).isEqualTo(1);
        assertThat(shown.path("last_used_at").isString()).isTrue();
        assertThat(shown.path("version").asInt(-1)).isZero();

        String metrics = fixture.get("/actuator/prometheus").body();
        assertThat(metrics)
                .contains("gptload_client_requests_total{client=\"" + client.name + "\",outcome=\"admitted\"} 1.0")
                .containsPattern("gptload_client_tokens_total\\{client=\"" + client.name + "\",type=\"prompt\"} [1-9]");
    }

    @Test
    void anApplicationIsToldTheGroupsItsClientKeyOpens() {
        Client client = client(",\"group_ids\":[" + group.id() + "]");
        Answer info = fixture.gateway.call("GET", "/api/integration/info?key=" + client.token, null, Map.of());
        assertThat(info.data().size()).isEqualTo(1);
        assertThat(info.data().path(0).path("name").asString()).isEqualTo(group.name());
        change(client, "{\"enabled\":false}");
        assertThat(fixture.gateway
                        .call("GET", "/api/integration/info?key=" + client.token, null, Map.of())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void noKeyGetsIntoTheOutput(CapturedOutput output) {
        Client client = client(",\"requests_per_minute\":1");
        String path = "/proxy/" + group.name() + CHAT + "?key=" + client.token;
        assertThat(fixture.gateway.call("POST", path, hello("m"), Map.of()).status())
                .isEqualTo(200);
        Answer limited = fixture.gateway.call("POST", path, hello("m"), Map.of());
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.body()).doesNotContain(client.token);
        change(client, "{\"enabled\":false}");
        assertThat(fixture.gateway.call("POST", path, hello("m"), Map.of()).body())
                .doesNotContain(client.token);
        await().until(() -> fixture.get("/api/logs?client_id=" + client.id)
                        .data()
                        .path("items")
                        .size()
                == 1);
        assertThat(fixture.get("/api/logs?client_id=" + client.id).body()).doesNotContain(client.token);
        assertThat(output.getAll()).contains("/proxy/" + group.name() + CHAT).doesNotContain(client.token);
    }
}
