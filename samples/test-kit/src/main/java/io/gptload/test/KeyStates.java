package io.gptload.test;

import io.gptload.client.Explanation;
import io.gptload.simulator.SimulatedCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of a group's keys, whatever the model: of a key that cools for some of them, the cooldown that lasts longest. */
final class KeyStates {

    private KeyStates() {}

    /** In the order in which the keys were defined. */
    static List<Explanation.Key> of(GptLoadExtension pool, String group) {
        List<Explanation.Key> worst =
                new ArrayList<>(pool.group(group).explain(null).keys());
        for (String model : modelsAsked(pool, group)) {
            List<Explanation.Key> keys = pool.group(group).explain(model).keys();
            for (int i = 0; i < worst.size(); i++) {
                if (until(keys.get(i)).isAfter(until(worst.get(i)))) {
                    worst.set(i, keys.get(i));
                }
            }
        }
        return worst;
    }

    private static Set<String> modelsAsked(GptLoadExtension pool, String group) {
        Set<String> models = new LinkedHashSet<>();
        pool.provider(group).simulator().callLog().stream()
                .map(SimulatedCall::model)
                .filter(Objects::nonNull)
                .forEach(models::add);
        return models;
    }

    private static Instant until(Explanation.Key key) {
        @Nullable Instant until = key.until();
        return switch (key.state()) {
            case READY -> Instant.MIN;
            case COOLING -> until == null ? Instant.MIN : until;
            case INVALID -> Instant.MAX;
            case DISABLED -> until == null ? Instant.MAX : until;
        };
    }

    static String describe(List<Explanation.Key> keys) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < keys.size(); i++) {
            Explanation.Key key = keys.get(i);
            text.append("  key ").append(i + 1).append(' ').append(key.state());
            if (key.until() != null) {
                text.append(" until ").append(key.until()).append(" by rule ").append(key.ruleId());
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
