package io.gptload.client.wire;

import java.util.List;

/** Names of headers, in any case. Most names that are not among them differ in length from all that are. Immutable. */
public final class HeaderNames {

    private final String[] names;
    private final long lengths;

    /** Those. */
    public HeaderNames(List<String> names) {
        this.names = names.toArray(String[]::new);
        this.lengths = names.stream().mapToLong(HeaderNames::bit).reduce(0, (some, more) -> some | more);
    }

    private static long bit(String name) {
        return 1L << name.length(); // of a length above 63 that of its remainder, which does no harm
    }

    /** Whether it is one of them. */
    public boolean contains(String name) {
        return (lengths & bit(name)) != 0 && holds(name);
    }

    private boolean holds(String name) {
        for (String each : names) {
            if (HeaderView.isSameName(each, name)) {
                return true;
            }
        }
        return false;
    }

    /** All of them. */
    public List<String> list() {
        return List.of(names);
    }

    @Override
    public String toString() {
        return list().toString();
    }
}
