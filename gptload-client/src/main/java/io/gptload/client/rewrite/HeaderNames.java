package io.gptload.client.rewrite;

import java.util.List;

/** Names of headers, in any case. Most names that are not among them differ in length from all that are. Immutable. */
final class HeaderNames {

    private final String[] names;
    private final long lengths;

    HeaderNames(List<String> names) {
        this.names = names.toArray(String[]::new);
        this.lengths = names.stream().mapToLong(HeaderNames::bit).reduce(0, (some, more) -> some | more);
    }

    private static long bit(String name) {
        return 1L << name.length(); // of a length above 63 that of its remainder, which does no harm
    }

    boolean contains(String name) {
        return (lengths & bit(name)) != 0 && holds(name);
    }

    private boolean holds(String name) {
        for (String each : names) {
            if (each.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    List<String> list() {
        return List.of(names);
    }

    @Override
    public String toString() {
        return list().toString();
    }
}
