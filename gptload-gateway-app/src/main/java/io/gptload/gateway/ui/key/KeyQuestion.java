package io.gptload.gateway.ui.key;

import io.gptload.client.Explanation;
import io.gptload.client.event.KeyRef;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a group are to be shown.
 *
 * @param state {@code ready}, {@code cooling}, {@code invalid}, {@code disabled}, or empty for any
 * @param cause why a key cools, as a category's id; empty for any
 * @param text a whole key, or part of a masked one or of an account's name; empty for any
 * @param page 1 or more
 * @param cards whether each is to be a card, not a row
 */
record KeyQuestion(String state, String cause, String text, int page, boolean cards) {

    static final int PAGE_SIZE = 50;

    /** What a page asks: {@code state}, {@code cause}, {@code q}, {@code page}, {@code view}. */
    static KeyQuestion of(Map<String, String> asked) {
        return new KeyQuestion(
                asked.getOrDefault("state", ""),
                asked.getOrDefault("cause", ""),
                asked.getOrDefault("q", "").strip(),
                page(asked.getOrDefault("page", "")),
                asked.getOrDefault("view", "").equals("cards"));
    }

    private static int page(String text) {
        try {
            return Math.max(1, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /** Whether anything is asked for but all keys. */
    public boolean filtered() {
        return !state.isEmpty() || !cause.isEmpty() || !text.isEmpty();
    }

    /** Whether the key is one of those. */
    boolean matches(Explanation.Key key) {
        return (state.isEmpty() || key.state().name().toLowerCase(Locale.ROOT).equals(state))
                && (cause.isEmpty() || key.cause() != null && key.cause().id().equals(cause))
                && (text.isEmpty() || isNamed(key.key()) || isOf(key.options().account()));
    }

    private boolean isNamed(KeyRef key) {
        return key.masked().contains(text) || KeyRef.of(text).hash().equals(key.hash());
    }

    private boolean isOf(@Nullable String account) {
        return account != null && account.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    /** A whole key may have been asked for. */
    @Override
    public String toString() {
        return "KeyQuestion[" + state + ", " + cause + ", page " + page + "]";
    }
}
