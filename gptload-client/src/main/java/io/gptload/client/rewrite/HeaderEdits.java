package io.gptload.client.rewrite;

import io.gptload.client.wire.HeaderNames;
import io.gptload.client.wire.HeaderView;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The changes to the headers of one attempt: first every line of a {@linkplain #removes removed} name goes, then those to
 * set are added, each once. Immutable.
 */
public final class HeaderEdits {

    private final HeaderNames removed;
    private final String[] set;

    HeaderEdits(HeaderNames removed, String[] set) {
        this.removed = removed;
        this.set = set;
    }

    /** Whether the request's own lines of that name, in any case, must not be sent. */
    public boolean removes(String name) {
        return removed.contains(name);
    }

    /** Whether a header of that name, in any case, is to be set. */
    public boolean sets(String name) {
        for (int i = 0; i < set.length; i += 2) {
            if (HeaderView.isSameName(set[i], name)) {
                return true;
            }
        }
        return false;
    }

    /** The names to drop, whether the request has them or not; immutable. */
    public List<String> removed() {
        return removed.list();
    }

    /** Visits name and value of each header to set. Values may be secrets. */
    public void forEachSet(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < set.length; i += 2) {
            action.accept(set[i], set[i + 1]);
        }
    }

    /** The names; never a value. */
    @Override
    public String toString() {
        StringBuilder names =
                new StringBuilder("HeaderEdits[removes ").append(removed).append(", sets");
        forEachSet((name, value) -> names.append(' ').append(name));
        return names.append(']').toString();
    }
}
