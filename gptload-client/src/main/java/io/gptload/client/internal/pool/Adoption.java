package io.gptload.client.internal.pool;

import io.gptload.client.state.KeyState;
import io.gptload.client.state.KeyStateChange;
import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Predicate;

/** Takes over what others know of a key. Guarded by the pool's lock. */
final class Adoption {

    /** Strikes told later than that, after an outage, are not in a row with those of today. */
    private static final Duration STRIKES_COUNT = Duration.ofMinutes(1);

    private final TimeSource time;
    private final ReadyIndex index;
    private final Predicate<KeyState.Rest> heeded;

    /** @param heeded whether a cooldown of others is one here too */
    Adoption(TimeSource time, ReadyIndex index, Predicate<KeyState.Rest> heeded) {
        this.time = time;
        this.index = index;
        this.heeded = heeded;
    }

    void take(KeyCell cell, KeyState state) {
        Instant statusAt = state.statusAt();
        boolean before = cell.invalid();
        if (statusAt == null) {
            cell.adopt(state.invalid(), state.strikes());
        } else if (state.invalid()) {
            cell.adoptStatus(true, state.strikes(), statusAt.toEpochMilli());
        }
        if (!before && cell.invalid()) {
            cell.because(new Invalidation(statusAt, ""));
        }
        state.rests().forEach(rest -> rest(cell, rest, time.instant()));
    }

    void take(KeyCell cell, KeyStateChange news) {
        long atMillis = news.at().toEpochMilli();
        if (news instanceof KeyStateChange.Status status) {
            if (!cell.adoptStatus(status.invalid(), status.strikes(), atMillis)) {
                return;
            }
            if (status.invalid()) {
                cell.because(new Invalidation(status.at(), status.ruleId()));
            } else {
                cell.wipe(time.nanoTime());
                cell.endCooldowns(cooldown -> cooldown.since().toEpochMilli() <= atMillis)
                        .forEach(cooldown -> cell.ended(cooldown.model(), atMillis));
            }
        } else if (news instanceof KeyStateChange.Rest rest) {
            if (cell.goesOn(rest.model(), atMillis)) {
                rest(cell, new KeyState.Rest(rest.model(), rest.until(), rest.cause(), rest.ruleId()), rest.at());
            }
        } else if (news instanceof KeyStateChange.RestEnd end) {
            cell.ended(end.model(), atMillis);
            cell.endCooldowns(cooldown -> Objects.equals(cooldown.model(), end.model())
                    && end.ends(cooldown.since().truncatedTo(ChronoUnit.MILLIS), cooldown.until()));
        } else if (news instanceof KeyStateChange.Strikes strikes
                && news.at().plus(STRIKES_COUNT).isAfter(time.instant())) {
            cell.adoptStrikes(strikes.change(), strikes.strikes());
        }
    }

    private void rest(KeyCell cell, KeyState.Rest rest, Instant since) {
        long now = time.nanoTime();
        long nanos = Duration.between(time.instant(), rest.until()).toNanos();
        Cooldown current = cell.cooldown(rest.model());
        if (nanos > 0 && heeded.test(rest) && (current == null || now + nanos - current.untilNanos() > 0)) {
            Cooldown cooldown =
                    new Cooldown(rest.model(), now, since, now + nanos, rest.until(), rest.cause(), rest.ruleId());
            index.cooled(cell, cooldown);
            cell.cool(cooldown);
        }
    }
}
