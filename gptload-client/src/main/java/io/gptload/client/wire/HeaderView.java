package io.gptload.client.wire;

import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Read access to the headers of a request or a response, over whatever type the HTTP client keeps them in. Names are
 * compared without regard to case.
 */
public interface HeaderView {

    /** A message without headers. */
    HeaderView EMPTY = new HeaderView() {
        @Override
        public @Nullable String first(String name) {
            return null;
        }

        @Override
        public void forEach(BiConsumer<? super String, ? super String> action) {}
    };

    /** The first value of that header, or {@code null} when there is none. */
    @Nullable
    String first(String name);

    /** Every header line in its order; a name with several values is visited once for each. */
    void forEach(BiConsumer<? super String, ? super String> action);

    /** Whether there is a header of that name. */
    default boolean has(String name) {
        return first(name) != null;
    }

    /** Whether two names are the same but for their case; at once if they are spelt alike, as most are. */
    static boolean isSameName(String one, String other) {
        return one.length() == other.length() && (one.equals(other) || one.equalsIgnoreCase(other));
    }

    /** A view of single-valued headers. The map is read on every look-up, in time linear in its size. */
    static HeaderView of(Map<String, String> headers) {
        return new HeaderView() {
            @Override
            public @Nullable String first(String name) {
                for (Map.Entry<String, String> header : headers.entrySet()) {
                    if (header.getKey().equalsIgnoreCase(name)) {
                        return header.getValue();
                    }
                }
                return null;
            }

            @Override
            public void forEach(BiConsumer<? super String, ? super String> action) {
                headers.forEach(action);
            }
        };
    }
}
