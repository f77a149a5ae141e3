package io.gptload.client.policy;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lists of allowed names for messages. */
final class Ids {

    private Ids() {}

    static <T> String list(Collection<T> values, Function<T, String> id) {
        return values.stream().map(id).collect(Collectors.joining(", "));
    }
}
