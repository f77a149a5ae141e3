package io.gptload.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ControlApiTest {
    private final ServerFixture fixture = new ServerFixture();
    private final ProviderSimulator simulator = fixture.simulator;

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void stateShowsCountersAndMaskedKeys() throws Exception {
        simulator.setKey(SimulatedKey.outOfQuota("sk-aaaa-secret-bbbb"));
        simulator.fail(Fault.status(503).times(3));
        simulator.recover();
        simulator.handle(Requests.openAi("sk-aaaa-secret-bbbb"));

        var response = fixture.send(fixture.request("/__sim/state").build());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .doesNotContain("secret")
                .contains("\"calls\":1", "sk-a****bbbb", "out_of_quota", "\"rate_limited\":1");
    }

    @Test
    void keysAreSetWithEverythingTheyCanHave() throws Exception {
        String body =
                "[{'key':'a','behaviour':'valid','requests':1,'tokens':500,'window_ms':60000,'scope':'per_account_model',"
                        + "'account':'org','denied_models':['m-9'],'rate_limit_headers':false,'retry_after_ms':true},"
                        + "{'key':'b','behaviour':'suspended'}]";

        assertThat(fixture.control("POST", "keys", body.replace('\'', '"')).statusCode())
                .isEqualTo(200);

        SimulatedKey key = simulator.keys().stream()
                .filter(candidate -> candidate.value().equals("a"))
                .findFirst()
                .orElseThrow();
        assertThat(key.limits()).hasSize(2);
        assertThat(key.scope()).isEqualTo(LimitScope.PER_ACCOUNT_MODEL);
        assertThat(key.account()).isEqualTo("org");
        assertThat(key.deniedModels()).containsExactly("m-9");
        assertThat(key.rateLimitHeaders()).isFalse();
        assertThat(key.retryAfterMillis()).isTrue();
        assertThat(simulator.handle(Requests.openAi("b")).status()).isEqualTo(401);
    }

    @Test
    void faultsComeAndGo() throws Exception {
        fixture.control("POST", "fault", "[{\"kind\":\"status\",\"status\":503,\"times\":1},{\"kind\":\"reset\"}]");
        assertThat(simulator.handle(Requests.openAi("k")).status()).isEqualTo(503);
        assertThat(simulator.handle(Requests.openAi("k")).status()).isZero();

        fixture.control("DELETE", "fault", "");
        assertThat(simulator.handle(Requests.openAi("k")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'kind':'hang'} | HANG",
                "{'kind':'forbid_everybody'} | FORBID_EVERYBODY",
                "{'kind':'error_event_first','times':2} | ERROR_EVENT_FIRST x2",
                "{'kind':'empty_reply'} | EMPTY_REPLY",
                "{'kind':'slow_first_byte','delay_ms':5} | SLOW_FIRST_BYTE",
                "{'kind':'cut_stream','after_chunks':3} | CUT_STREAM 3",
                "{'kind':'reply','status':502,'content_type':'text/html'} | REPLY 502",
            })
    void everyFaultCanBeAskedFor(String body, String shown) {
        JsonNode state = Requests.json(call("POST", "fault", body));

        assertThat(state.path("fault").asString()).isEqualTo(shown);
    }

    @Test
    void resetStartsAfresh() throws Exception {
        simulator.handle(Requests.openAi("k"));

        assertThat(fixture.control("POST", "reset", "").statusCode()).isEqualTo(200);
        assertThat(simulator.calls()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keys | {} | the body must be a JSON list of keys",
                "keys | [ | the body must be JSON",
                "keys | 7 | the body must be JSON",
                "keys | [7] | [0] must be a JSON object",
                "keys | [{}] | [0].key must be a text that is not blank",
                "keys | [{'key':5}] | [0].key must be a text",
                "keys | [{'key':'a','behaviour':'good'}] | [0].behaviour must be one of: valid, invalid, rejected,"
                        + " forbidden, suspended, out_of_quota",
                "keys | [{'key':'a','requests':1}] | [0].window_ms must be a whole number from 1 to 31622400000",
                "keys | [{'key':'a','requests':'1','window_ms':1}] | [0].requests must be a whole number from 0 to"
                        + " 4611686018427387903",
                "keys | [{'key':'a','denied_models':'m'}] | [0].denied_models must be a list of texts",
                "keys | [{'key':'a','retry_after_ms':1}] | [0].retry_after_ms must be true or false",
                "keys | [{'key':'a','scope':'per_account'}] | [0].account must be a text that is not blank",
                "fault | {'kind':'fire'} | kind must be one of: status, hang, reset, forbid_everybody, reply,"
                        + " slow_first_byte, cut_stream, error_event_first, empty_reply",
                "fault | {'kind':'status','status':99} | status must be a whole number from 200 to 599",
                "fault | {'kind':'hang','times':0} | times must be a whole number from 1 to 2147483647",
                "fault | {'kind':'hang','time':1} | time is unknown; allowed: kind, status, delay_ms, after_chunks,"
                        + " content_type, body, times",
                "fault | [] | the body must contain at least one fault",
            })
    void badInputIsRefusedByName(String path, String body, String message) {
        SimulatedResponse response = call("POST", path, body);

        assertThat(response.status()).isEqualTo(400);
        assertThat(Requests.json(response).path("error").asString()).isEqualTo(message);
    }

    @Test
    void badListChangesNothing() {
        call("POST", "keys", "[{'key':'new'},{'key':''}]");

        assertThat(simulator.handle(Requests.openAi("new")).status()).isEqualTo(401);
    }

    @Test
    void unknownCallsNameTheKnownOnes() throws Exception {
        var response = fixture.control("POST", "nonsense", "");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("GET /__sim/state");
    }

    private SimulatedResponse call(String method, String path, String body) {
        byte[] json = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return new ControlApi(simulator).handle(new SimulatedRequest(method, "/__sim/" + path, null, Map.of(), json));
    }
}
