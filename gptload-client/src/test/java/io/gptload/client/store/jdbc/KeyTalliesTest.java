package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.wire.TokenUsage;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeyTalliesTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Instant NOW = Instant.parse("2026-05-05T10:20:30Z");

    private final KeyTallies tallies = new KeyTallies(0);

    private static LoggedAttempt served(int key, String model, Instant at) {
        RequestLogRow row = new RequestLogRow(
                "",
                at,
                1,
                "g",
                0,
                "",
                StoredKey.NONE,
                "hash-" + key,
                model,
                true,
                "",
                200,
                "",
                1,
                "",
                "",
                "final",
                "",
                false,
                "");
        return new LoggedAttempt(row, LogDetails.of(new TokenUsage(2, 3, 0, 5)));
    }

    private void serve(int from, int to) {
        for (int key = from; key < to; key++) {
            tallies.add(List.of(served(key, "m", NOW)));
        }
    }

    @Test
    void nothingIsNeverDue() {
        assertThat(tallies.isDue(3600 * SECOND)).isFalse();
    }

    @Test
    void fewKeysAreWrittenAtOnceHoweverManyCallsTheyServe() {
        for (int i = 0; i < 10_000; i++) {
            tallies.add(List.of(served(i % 10, "m", NOW)));
        }
        assertThat(tallies.isDue(1)).isTrue();
        assertThat(tallies.take(1)).hasSize(10).allSatisfy(tally -> {
            assertThat(tally.uses()).isEqualTo(1000);
            assertThat(tally.usage().values())
                    .containsExactly(new UsageTotals(1000, 0, new TokenUsage(2000, 3000, 0, 5000)));
        });
        assertThat(tallies.isDue(3600 * SECOND)).isFalse();
    }

    @Test
    void manyKeysUnderLoadWaitForMoreOfTheirCalls() {
        serve(0, 1000);
        assertThat(tallies.isDue(SECOND)).isFalse();
        serve(0, 1000);
        assertThat(tallies.isDue(9 * SECOND)).isFalse();
        assertThat(tallies.isDue(10 * SECOND)).isTrue();
        assertThat(tallies.take(10 * SECOND)).hasSize(1000).allMatch(tally -> tally.uses() == 2);
        serve(0, 1000);
        assertThat(tallies.isDue(11 * SECOND)).isFalse();
    }

    @Test
    void noCallWaitsLongerThanAMinuteNorDoMoreThanAreGoodForTheMemory() {
        serve(0, 20_000);
        assertThat(tallies.isDue(59 * SECOND)).isFalse();
        assertThat(tallies.isDue(60 * SECOND)).isTrue();
        serve(20_000, 100_000);
        assertThat(tallies.isDue(SECOND)).isTrue();
    }

    @Test
    void hoursAndModelsAreKeptApartAndTheNewestUseCounts() {
        tallies.add(List.of(
                served(1, "b", NOW.plusSeconds(3600)), served(1, "a", NOW), served(1, "b", NOW), served(1, "a", NOW)));
        KeyTally tally = tallies.take(0).get(0);
        assertThat(tally.uses()).isEqualTo(4);
        assertThat(tally.newestUse()).isEqualTo(NOW.plusSeconds(3600));
        assertThat(tally.usage().values()).extracting(UsageTotals::calls).containsExactly(2L, 1L, 1L);
    }

    @Test
    void whatCouldNotBeWrittenIsDueAgain() {
        serve(0, 3);
        List<KeyTally> taken = tallies.take(0);
        tallies.putBack(taken.subList(1, 3));
        serve(2, 3);
        assertThat(tallies.isDue(0)).isTrue();
        assertThat(tallies.take(0)).extracting(KeyTally::uses).containsExactly(1L, 2L);
    }
}
