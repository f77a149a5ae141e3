package io.gptload.test;

import static io.gptload.test.PoolAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a user's tests look. */
class SummaryServiceTest {

    @RegisterExtension
    final GptLoadExtension pool = GptLoadExtension.builder()
            .group("openai", "leakcanary-1", "leakcanary-2", "leakcanary-3")
            .build();

    private final SummaryService service = new SummaryService(pool.group());

    @AfterEach
    void close() {
        service.close();
    }

    private void ask(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(service.summary("War and Peace")).isEqualTo("Hello from gpt-mini");
        }
    }

    @Test
    void keysTakeTurns() {
        ask(6);

        assertThat(pool)
                .served(6)
                .upstreamCalls(6)
                .upstreamCallsWith("leakcanary-1", 2)
                .noKeyTakenOut();
    }

    @Test
    void aDeadKeyIsTriedOnce() {
        pool.provider().key("leakcanary-1").dead();

        ask(20);

        assertThat(pool).served(20).failed(0).upstreamCalls(21).keyIsInvalid("leakcanary-1");
    }

    @Test
    void aKeyThatIsLimitedForAnHourComesBack() {
        pool.provider().key("leakcanary-2").limited(Duration.ofHours(1)).then().outOfQuota();

        ask(9);
        assertThat(pool)
                .served(9)
                .upstreamCallsWith("leakcanary-2", 1)
                .keyIsReady("leakcanary-1")
                .keyIsCoolingFor("leakcanary-2", Duration.ofHours(1));

        pool.time().advance(Duration.ofHours(1));
        ask(3);
        assertThat(pool).upstreamCallsWith("leakcanary-2", 2).keyIsCooling("leakcanary-2");
    }

    @Test
    void theUserIsToldWhenNoKeyIsLeft() {
        for (int i = 1; i <= 3; i++) {
            pool.provider().key("leakcanary-" + i).limited(Duration.ofMinutes(10 * i));
        }

        assertThat(service.summary("War and Peace")).isEqualTo("Try again later.");
        assertThat(pool).answered(429, 1).upstreamCalls(3);

        pool.time().advance(Duration.ofMinutes(10));
        ask(1);
        assertThat(pool).served(1).upstreamCalls(4);
    }

    @Test
    void anOutageTouchesNoKey() {
        pool.provider().outage(Duration.ofMillis(500));

        ask(1);

        assertThat(pool).served(1).noKeyTakenOut();
        assertThat(pool.time().elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aStreamThatBeginsWithAnErrorIsTriedAgain() {
        pool.provider().fails(Fault.errorEventFirst().times(1));

        assertThat(service.summaryInPieces("War and Peace")).isEqualTo("Hello from gpt-mini");

        assertThat(pool).served(1).upstreamCalls(2).noKeyTakenOut();
    }
}
