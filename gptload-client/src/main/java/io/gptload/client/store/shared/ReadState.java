package io.gptload.client.store.shared;

import io.gptload.client.store.jdbc.ChangeCounters;
import io.gptload.client.store.jdbc.LoadedKeys;
import java.util.Map;

/**
 * How far the database was read.
 *
 * @param numbers the change counters before reading
 * @param keys the keys in force, by the name of their group
 */
record ReadState(Map<ChangeCounters.Kind, Long> numbers, Map<String, LoadedKeys> keys) {

    static final ReadState NOTHING = new ReadState(Map.of(), Map.of());

    boolean isSame(ChangeCounters.Kind kind, Map<ChangeCounters.Kind, Long> now) {
        return now.get(kind) != null && now.get(kind).equals(numbers.get(kind));
    }
}
