package io.gptload.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Multi-valued headers whose names ignore case. */
final class HeaderMap {
    private final TreeMap<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    HeaderMap add(String name, String value) {
        values.computeIfAbsent(name, ignored -> new ArrayList<>()).add(value);
        return this;
    }

    HeaderMap addAll(HeaderMap others) {
        others.values.forEach((name, list) -> list.forEach(value -> add(name, value)));
        return this;
    }

    Map<String, List<String>> view() {
        return copyOf(values);
    }

    /** An unmodifiable copy that looks names up without regard to case. */
    static Map<String, List<String>> copyOf(Map<String, List<String>> headers) {
        TreeMap<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, list) -> copy.merge(name, List.copyOf(list), HeaderMap::concat));
        return Collections.unmodifiableMap(copy);
    }

    static @Nullable String first(Map<String, List<String>> headers, String name) {
        List<String> list = headers.get(name);
        return list == null || list.isEmpty() ? null : list.get(0);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return List.copyOf(both);
    }
}
