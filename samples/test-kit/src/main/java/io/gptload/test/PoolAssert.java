package io.gptload.test;

import io.gptload.client.Explanation;
import io.gptload.client.event.KeyRef;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;

/**
 * What happened to a group so far. Keys are named by their position in messages, their values stay out of them.
 *
 * <pre>{@code
 * assertThat(pool).served(20).upstreamCalls(23).noKeyTakenOut();
 * }</pre>
 */
public final class PoolAssert extends AbstractAssert<PoolAssert, GptLoadExtension> {

    private final String group;

    private PoolAssert(GptLoadExtension pool, String group) {
        super(pool, PoolAssert.class);
        this.group = group;
    }

    /**
     * The pool's only group.
     *
     * @throws IllegalStateException if there are several
     */
    public static PoolAssert assertThat(GptLoadExtension pool) {
        return assertThat(pool, pool.onlyGroup());
    }

    /**
     * A group of the pool.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static PoolAssert assertThat(GptLoadExtension pool, String group) {
        return new PoolAssert(pool, pool.group(group).name());
    }

    /** So many calls were answered with 2xx. */
    public PoolAssert served(int calls) {
        return equal(
                calls,
                actual.answers(group).stream()
                        .filter(status -> status / 100 == 2)
                        .count(),
                "calls served");
    }

    /** So many calls were answered with something else than 2xx, or cancelled. */
    public PoolAssert failed(int calls) {
        return equal(
                calls,
                actual.answers(group).stream()
                        .filter(status -> status / 100 != 2)
                        .count(),
                "calls failed");
    }

    /** So many calls were answered with this status. */
    public PoolAssert answered(int status, int calls) {
        return equal(
                calls,
                actual.answers(group).stream().filter(each -> each == status).count(),
                "calls answered with " + status);
    }

    /** The provider was called so often, by whichever key and with whatever success. */
    public PoolAssert upstreamCalls(int calls) {
        return equal(calls, actual.provider(group).simulator().calls(), "calls of the provider");
    }

    /** The provider was called so often with this key. */
    public PoolAssert upstreamCallsWith(String key, int calls) {
        return equal(calls, actual.provider(group).simulator().calls(key), "calls of the provider with " + name(key));
    }

    /** All keys are in rotation, for all models that were asked for so far. */
    public PoolAssert noKeyTakenOut() {
        if (KeyStates.of(actual, group).stream().anyMatch(key -> key.state() != Explanation.State.READY)) {
            failWithMessage("Expected all keys of group '%s' to be in rotation, but:%n%s", group, states());
        }
        return this;
    }

    /** The key can be chosen, for all models that were asked for so far. */
    public PoolAssert keyIsReady(String key) {
        return keyIs(Explanation.State.READY, key);
    }

    /** The key is out until somebody restores it. */
    public PoolAssert keyIsInvalid(String key) {
        return keyIs(Explanation.State.INVALID, key);
    }

    /** The key is out until an instant, for one of the models that were asked for at least. */
    public PoolAssert keyIsCooling(String key) {
        return keyIs(Explanation.State.COOLING, key);
    }

    /**
     * The key is out for exactly so much longer.
     *
     * @param length on the pool's clock
     */
    public PoolAssert keyIsCoolingFor(String key, Duration length) {
        keyIsCooling(key);
        Duration left = Duration.between(
                actual.time().instant(), Objects.requireNonNull(state(key).until()));
        if (!left.equals(length)) {
            failWithMessage("Expected %s to cool for %s more, but it does for %s", name(key), length, left);
        }
        return this;
    }

    private PoolAssert keyIs(Explanation.State expected, String key) {
        if (state(key).state() != expected) {
            failWithMessage("Expected %s to be %s, but:%n%s", name(key), expected, states());
        }
        return this;
    }

    private Explanation.Key state(String key) {
        return KeyStates.of(actual, group).get(position(key));
    }

    private String name(String key) {
        return "key " + (position(key) + 1);
    }

    private int position(String key) {
        KeyRef ref = KeyRef.of(key);
        List<Explanation.Key> keys = actual.group(group).explain(null).keys();
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).key().equals(ref)) {
                return i;
            }
        }
        throw new IllegalArgumentException("Group '" + group + "' has no such key; it has " + keys.size() + " others");
    }

    private PoolAssert equal(long expected, long counted, String what) {
        if (expected != counted) {
            failWithMessage(
                    "Expected %d %s in group '%s', but there were %d; the keys:%n%s",
                    expected, what, group, counted, states());
        }
        return this;
    }

    private String states() {
        return KeyStates.describe(KeyStates.of(actual, group));
    }
}
