package io.gptload.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.Explanation.State;
import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupColumn;
import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.KeyRow;
import io.gptload.client.store.jdbc.KeyStatus;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.simulator.Fault;
import io.gptload.simulator.SimulatedKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundValidationTest {

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

    @AfterEach
    void recover() {
        fixture.provider.recover();
        fixture.provider.resetCounters();
    }

    private static String key(String name) {
        return "sk-leakcanary-" + name;
    }

    private static void check() {
        fixture.gateway.context().getBean(BackgroundValidation.class).check();
    }

    private static KeyRow row(TestGroup group, String key) {
        return fixture.store()
                .keys()
                .page(
                        KeyFilter.ofGroup(group.id())
                                .withSecret(key, fixture.store().options().cipher()),
                        0,
                        1)
                .items()
                .get(0);
    }

    private static State state(TestGroup group, String key) {
        return fixture.engine(group).explain(null).keys().stream()
                .filter(each -> each.key().equals(KeyRef.of(key)))
                .findFirst()
                .orElseThrow()
                .state();
    }

    /** Invalid because the provider said so. */
    private static void refuse(TestGroup group, String key) {
        fixture.provider.setKey(SimulatedKey.invalid(key));
        while (state(group, key) != State.INVALID) {
            fixture.chat(group);
        }
    }

    private static void age(TestGroup group, Duration age) {
        fixture.store().groups().markValidated(group.id(), Instant.now().minus(age));
    }

    @Test
    void anInvalidKeyThatWorksAgainIsActiveInTheEngineAndInTheDatabase() {
        TestGroup group = fixture.group(
                "openai",
                Map.of(GroupColumn.HEADER_RULES, "[{\"key\":\"X-Tenant\",\"value\":\"acme\",\"action\":\"set\"}]"),
                key("back"),
                key("dead"));
        refuse(group, key("back"));
        refuse(group, key("dead"));
        fixture.provider.setKey(SimulatedKey.valid(key("back")));
        check();
        await().untilAsserted(() -> {
            assertThat(state(group, key("back"))).isEqualTo(State.READY);
            assertThat(row(group, key("back")).status()).isEqualTo(KeyStatus.ACTIVE);
            assertThat(row(group, key("back")).failureCount()).isZero();
        });
        assertThat(state(group, key("dead"))).isEqualTo(State.INVALID);
        assertThat(fixture.provider.callLog())
                .anySatisfy(call -> assertThat(call.header("X-Tenant")).isEqualTo("acme"));
        assertThat(fixture.chat(group)).isEqualTo(200);
    }

    @Test
    void aKeyWhoseQuotaIsThereAgainIsReadyAtOnce() {
        TestGroup group = fixture.group(key("spent"), key("other"));
        fixture.provider.setKey(SimulatedKey.outOfQuota(key("spent")));
        while (state(group, key("spent")) == State.READY) {
            fixture.chat(group);
        }
        assertThat(state(group, key("spent"))).isEqualTo(State.COOLING);
        fixture.provider.setKey(SimulatedKey.valid(key("spent")));
        check();
        await().untilAsserted(() -> assertThat(state(group, key("spent"))).isEqualTo(State.READY));
    }

    @Test
    void aGroupIsTriedOncePerInterval() {
        TestGroup group = fixture.group(
                "openai", Map.of(GroupColumn.CONFIG, "{\"key_validation_interval_minutes\":30}"), key("hourly"));
        refuse(group, key("hourly"));
        age(group, Duration.ofMinutes(29));
        long calls = fixture.provider.calls(key("hourly"));
        check();
        age(group, Duration.ofMinutes(34));
        check();
        check();
        await().until(() -> fixture.provider.calls(key("hourly")) == calls + 1);
        assertThat(fixture.store().groups().find(group.id()).orElseThrow().lastValidatedAt())
                .isAfter(Instant.now().minusSeconds(60));
        Instant now = Instant.now();
        assertThat(fixture.store().groups().beginValidation(group.id(), now.minusSeconds(1800), now))
                .as("another node's turn")
                .isFalse();
    }

    @Test
    void aFailingProviderIsLeftAloneSoonAndNoKeyIsBlamedForIt() {
        String[] keys = new String[40];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key("many-" + i);
        }
        TestGroup group = fixture.group(keys);
        for (String each : keys) {
            refuse(group, each);
        }
        fixture.provider.resetCounters();
        fixture.provider.fail(Fault.status(503));
        check();
        await().until(() -> fixture.provider.calls() >= 10);
        await().during(Duration.ofMillis(300)).until(() -> fixture.provider.calls() < keys.length);
        assertThat(fixture.engine(group).explain(null).upstreams().get(0).state())
                .as("traffic is not held up")
                .isEqualTo("closed");
    }

    @Test
    void whatSomebodyTookOutByHandStaysOut() {
        TestGroup group = fixture.group(key("by-hand"), key("by-itself"));
        refuse(group, key("by-itself"));
        fixture.provider.setKey(SimulatedKey.valid(key("by-itself")));
        String path = "/api/gptload/pool/" + group.name() + "/keys/";
        fixture.post(path + KeyRef.of(key("by-hand")).hash() + "/invalidate", "{}");
        long calls = fixture.provider.calls(key("by-hand"));
        check();
        await().untilAsserted(() -> assertThat(state(group, key("by-itself"))).isEqualTo(State.READY));
        assertThat(state(group, key("by-hand"))).isEqualTo(State.INVALID);
        assertThat(fixture.provider.calls(key("by-hand"))).isEqualTo(calls);
    }
}
