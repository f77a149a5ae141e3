package io.gptload.gateway.admin.clientkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.store.jdbc.ClientKeyRow;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.testing.Answer;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ClientKeyApiTest {

    private static final String KEYS = "/api/gptload/client-keys";

    @TempDir
    static Path folder;

    private static AdminFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new AdminFixture(folder);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static JsonNode create(String json) {
        Answer answer = fixture.post(KEYS, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.data();
    }

    private static Answer put(long id, String json) {
        return fixture.gateway.api("PUT", KEYS + "/" + id, json);
    }

    @Test
    void aKeyIsShownOnceAndKeptAsAHashAlone() {
        Answer made = fixture.post(KEYS, "{\"name\":\"shown once\"}");
        assertThat(made.header("Cache-Control")).contains("no-store");
        String token = made.data().path("token").asString();
        long id = made.data().path("id").asLong();
        assertThat(token).matches("gl-[A-Za-z0-9_-]{43}");
        assertThat(made.data().path("key").asString()).isEqualTo("gl-****" + token.substring(token.length() - 4));

        ClientKeyRow row = fixture.store().clientKeys().find(id).orElseThrow();
        assertThat(row.hash()).matches("[0-9a-f]{64}").doesNotContain(token);
        assertThat(fixture.get(KEYS + "/" + id).body())
                .contains("\"name\":\"shown once\"")
                .doesNotContain(token, row.hash(), "\"token\"");
        assertThat(fixture.get(KEYS + "?page_size=1000").body()).doesNotContain(token, row.hash());
    }

    @Test
    void allThatWasSaidIsKept() {
        TestGroup group = fixture.group("sk-leakcanary-client-kept");
        JsonNode made = create("{\"name\":\" all \",\"note\":\"for tests\",\"enabled\":false,"
                + "\"expires_at\":\"2031-01-02T03:04:05+02:00\",\"group_ids\":[" + group.id() + "],"
                + "\"models\":[\"gpt-4*\",\"o3\"],\"requests_per_minute\":60,\"daily_requests\":1000,"
                + "\"daily_tokens\":5000000000}");
        JsonNode read = fixture.get(KEYS + "/" + made.path("id").asLong()).data();
        assertThat(read.path("name").asString()).isEqualTo("all");
        assertThat(read.path("note").asString()).isEqualTo("for tests");
        assertThat(read.path("enabled").asBoolean(true)).isFalse();
        assertThat(read.path("state").asString()).isEqualTo("disabled");
        assertThat(OffsetDateTime.parse(read.path("expires_at").asString()).toInstant())
                .isEqualTo("2031-01-02T01:04:05Z");
        assertThat(read.path("group_ids").toString()).isEqualTo("[" + group.id() + "]");
        assertThat(read.path("groups").toString()).isEqualTo("[\"" + group.name() + "\"]");
        assertThat(read.path("models").toString()).isEqualTo("[\"gpt-4*\",\"o3\"]");
        assertThat(read.path("requests_per_minute").asInt()).isEqualTo(60);
        assertThat(read.path("daily_requests").asInt()).isEqualTo(1000);
        assertThat(read.path("daily_tokens").asLong()).isEqualTo(5_000_000_000L);
        assertThat(read.path("last_used_at").isNull()).isTrue();
        assertThat(read.path("version").asInt(-1)).isZero();
        assertThat(read.path("today").path("requests").asInt(-1)).isZero();
    }

    @Test
    void whatIsNotSpokenOfStaysAndNullEndsAnExpiry() {
        long id = create(
                        "{\"name\":\"partly\",\"note\":\"n\",\"expires_at\":\"2031-01-02T03:04:05Z\",\"models\":[\"m\"]}")
                .path("id")
                .asLong();
        Answer changed = put(id, "{\"expires_at\":null,\"daily_requests\":5}");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.data().path("expires_at").isNull()).isTrue();
        assertThat(changed.data().path("note").asString()).isEqualTo("n");
        assertThat(changed.data().path("models").toString()).isEqualTo("[\"m\"]");
        assertThat(changed.data().path("daily_requests").asInt()).isEqualTo(5);
        assertThat(put(id, "{\"models\":[]}").data().path("models").toString()).isEqualTo("[]");
    }

    @Test
    void theSecondOfTwoAdminsIsRefusedAndNothingIsOverwritten() {
        long id = create("{\"name\":\"two admins\"}").path("id").asLong();
        assertThat(put(id, "{\"version\":0,\"note\":\"first\"}").status()).isEqualTo(200);
        Answer second = put(id, "{\"version\":0,\"note\":\"second\"}");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.code()).isEqualTo("CONFLICT");
        assertThat(fixture.get(KEYS + "/" + id).data().path("note").asString()).isEqualTo("first");
        assertThat(put(id, "{\"version\":1,\"note\":\"third\"}").status()).isEqualTo(200);
        assertThat(put(id, "{\"version\":\"2\"}").message()).startsWith("version: an integer");
    }

    @Test
    void aNameIsThereOnce() {
        create("{\"name\":\"taken\"}");
        long other = create("{\"name\":\"free\"}").path("id").asLong();
        for (Answer answer :
                new Answer[] {fixture.post(KEYS, "{\"name\":\"taken\"}"), put(other, "{\"name\":\"taken\"}")}) {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("DUPLICATE_RESOURCE");
            assertThat(answer.message()).contains("name", "taken");
        }
        assertThat(put(other, "{\"name\":\"free\"}").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|name: 1 to 64",
                "{\"name\":\"\"}|name: 1 to 64",
                "{\"name\":7}|name: 1 to 64",
                "{\"name\":\"a\\nb\"}|name: 1 to 64",
                "{\"name\":\"bad\",\"note\":[]}|note: a text",
                "{\"name\":\"bad\",\"enabled\":\"yes\"}|enabled: true or false",
                "{\"name\":\"bad\",\"expires_at\":\"tomorrow\"}|expires_at: an RFC 3339 time",
                "{\"name\":\"bad\",\"expires_at\":1}|expires_at: an RFC 3339 time",
                "{\"name\":\"bad\",\"group_ids\":[987654]}|group_ids: a list of at most 1000 ids",
                "{\"name\":\"bad\",\"group_ids\":1}|group_ids: a list",
                "{\"name\":\"bad\",\"models\":[\"\"]}|models: a list of at most 100 names of up to 200",
                "{\"name\":\"bad\",\"models\":\"m\"}|models: a list of at most 100 names of up to 200",
                "{\"name\":\"bad\",\"requests_per_minute\":-1}|requests_per_minute: an integer from 0 to 1000000",
                "{\"name\":\"bad\",\"daily_requests\":1.5}|daily_requests: an integer from 0",
                "{\"name\":\"bad\",\"daily_tokens\":\"9\"}|daily_tokens: an integer from 0",
                "{\"name\":\"bad\",\"daily_token\":9}|daily_token: there is no such field; allowed are name, note",
            })
    void badInputIsRefusedByTheNameOfItsField(String json, String message) {
        long before = fixture.store().clientKeys().count();
        Answer answer = fixture.post(KEYS, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VALIDATION_FAILED");
        assertThat(answer.message()).contains(message);
        assertThat(fixture.store().clientKeys().count()).isEqualTo(before);
    }

    @Test
    void aBodyThatIsNoObjectIsRefused() {
        assertThat(fixture.post(KEYS, "[]").code()).isEqualTo("INVALID_JSON");
        assertThat(fixture.post(KEYS, "{").code()).isEqualTo("INVALID_JSON");
    }

    @Test
    void keysAreListedByPageAndFoundByText() {
        for (String name : new String[] {"page-c", "page-a", "page-b"}) {
            create("{\"name\":\"" + name + "\"}");
        }
        JsonNode second = fixture.get(KEYS + "?search=page-&page=2&page_size=2").data();
        assertThat(second.path("items").size()).isEqualTo(1);
        assertThat(second.path("items").path(0).path("name").asString()).isEqualTo("page-c");
        assertThat(second.path("pagination").path("total_items").asInt()).isEqualTo(3);
    }

    @Test
    void whatIsGoneIsNotFound() {
        long id = create("{\"name\":\"gone\"}").path("id").asLong();
        assertThat(fixture.gateway.api("DELETE", KEYS + "/" + id).status()).isEqualTo(200);
        for (Answer answer : new Answer[] {
            fixture.get(KEYS + "/" + id),
            put(id, "{}"),
            fixture.gateway.api("DELETE", KEYS + "/" + id),
            fixture.post(KEYS + "/" + id + "/rotate", "{}"),
            fixture.get(KEYS + "/" + id + "/usage")
        }) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("NOT_FOUND");
        }
    }

    @ParameterizedTest
    @CsvSource({"from=x, from", "to=2026-02-30, to", "from=2026-03-02&to=2026-03-01, from", "limit=0, limit"})
    void badParametersOfUsageAreNamed(String query, String name) {
        Answer answer = fixture.get(KEYS + "/usage?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).startsWith(name + ": ");
    }

    @Test
    void theAdministrationIsNotOpenedByAClientKey() {
        String token = create("{\"name\":\"no admin\"}").path("token").asString();
        assertThat(fixture.gateway.apiWithoutKey("GET", KEYS, null).status()).isEqualTo(401);
        assertThat(fixture.gateway
                        .call("GET", KEYS, null, Map.of("Authorization", "Bearer " + token))
                        .status())
                .isEqualTo(401);
    }
}
