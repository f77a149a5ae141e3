package io.gptload.test;

import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a key, in the order in which it is said: from now on, and after {@link #then} or {@link #after} from
 * later on. Not thread-safe.
 *
 * <pre>{@code
 * provider.key("k1").limited(Duration.ofHours(1)).then().dead();
 * }</pre>
 */
public final class KeyScript {

    private final String value;
    private final ProviderSimulator provider;
    private final ManualTime time;
    private Duration start = Duration.ZERO;
    private @Nullable Duration end;

    KeyScript(String value, ProviderSimulator provider, ManualTime time) {
        this.value = value;
        this.provider = provider;
        this.time = time;
    }

    /** It works, without limits. */
    public KeyScript works() {
        return becomes(SimulatedKey.valid(value));
    }

    /** It does not exist any more: 401, with the provider's own marker. */
    public KeyScript dead() {
        return becomes(SimulatedKey.invalid(value));
    }

    /** It is refused with a 401 that does not say why. */
    public KeyScript rejected() {
        return becomes(SimulatedKey.rejected(value));
    }

    /** Its account is suspended. */
    public KeyScript suspended() {
        return becomes(SimulatedKey.suspended(value));
    }

    /** Its credit or its daily quota is used up. */
    public KeyScript outOfQuota() {
        return becomes(SimulatedKey.outOfQuota(value));
    }

    /** It works, but not for this model. */
    public KeyScript refuses(String model) {
        return becomes(SimulatedKey.noModelAccess(value, model));
    }

    /**
     * It works for so many requests in a window, and is refused with 429 for the rest of it.
     *
     * @param requests at least 0
     * @param window above 0, on the pool's clock
     */
    public KeyScript allows(long requests, Duration window) {
        return becomes(SimulatedKey.limited(value, requests, window));
    }

    /**
     * It is refused with 429 for so long, then works.
     *
     * @param length above 0, on the pool's clock; the answers say how much of it is left
     */
    public KeyScript limited(Duration length) {
        SimulatedKey limited = SimulatedKey.limited(value, 1, length);
        time.after(start, () -> {
            provider.setKey(limited);
            provider.exhaust(value);
        });
        Duration over = start.plus(length);
        time.after(over, () -> provider.setKey(SimulatedKey.valid(value)));
        end = over;
        return this;
    }

    /**
     * What comes next holds from the end of what was said last.
     *
     * @throws IllegalStateException if that has no end; {@link #limited} has one
     */
    public KeyScript then() {
        if (end == null) {
            throw new IllegalStateException("What was said last has no end: use after(Duration)");
        }
        start = end;
        return this;
    }

    /**
     * What comes next holds from so much later on.
     *
     * @param delay from the beginning of what was said last, on the pool's clock
     */
    public KeyScript after(Duration delay) {
        start = start.plus(delay);
        return this;
    }

    private KeyScript becomes(SimulatedKey key) {
        time.after(start, () -> provider.setKey(key));
        end = null;
        return this;
    }
}
