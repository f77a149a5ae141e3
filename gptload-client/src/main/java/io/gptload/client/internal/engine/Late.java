package io.gptload.client.internal.engine;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is made when it is first needed: not while an application starts. Thread-safe. */
final class Late<T> {

    private final Supplier<T> maker;
    private volatile @Nullable T made;

    /** @param maker asked once; must not fail */
    Late(Supplier<T> maker) {
        this.maker = maker;
    }

    T get() {
        T known = made;
        return known == null ? make() : known;
    }

    private synchronized T make() {
        T known = made;
        if (known == null) {
            known = maker.get();
            made = known;
        }
        return known;
    }
}
