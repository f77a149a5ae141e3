package io.gptload.gateway.ui.key;

import io.gptload.client.Explanation;
import io.gptload.client.event.KeyRef;
import java.util.Locale;

/**
 * Which keys of a group are to be shown.
 *
 * @param state {@code ready}, {@code cooling}, {@code invalid}, or empty for any
 * @param cause why a key cools, as a category's id; empty for any
 * @param text a whole key, or part of a masked one; empty for any
 * @param page 1 or more
 */
record KeyQuestion(String state, String cause, String text, int page) {

    static final int PAGE_SIZE = 50;

    /** Whether the key is one of those. */
    boolean matches(Explanation.Key key) {
        return (state.isEmpty() || key.state().name().toLowerCase(Locale.ROOT).equals(state))
                && (cause.isEmpty() || key.cause() != null && key.cause().id().equals(cause))
                && (text.isEmpty() || isNamed(key.key()));
    }

    private boolean isNamed(KeyRef key) {
        return key.masked().contains(text) || KeyRef.of(text).hash().equals(key.hash());
    }

    /** A whole key may have been asked for. */
    @Override
    public String toString() {
        return "KeyQuestion[" + state + ", " + cause + ", page " + page + "]";
    }
}
