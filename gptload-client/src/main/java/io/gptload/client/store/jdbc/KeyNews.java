package io.gptload.client.store.jdbc;

import io.gptload.client.state.KeyStateChange;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is new of one key; of two changes of one thing the later counts. Not thread-safe. */
final class KeyNews {

    private KeyStateChange.@Nullable Status status;
    private final Map<String, KeyStateChange.Rest> rests = new HashMap<>();
    private final Map<String, KeyStateChange.RestEnd> ends = new HashMap<>();

    /** Merges one change in; one as old as what is known replaces it. */
    KeyNews add(KeyStateChange change) {
        if (change instanceof KeyStateChange.Status news) {
            if (status == null || !news.at().isBefore(status.at())) {
                status = news;
            }
        } else if (change instanceof KeyStateChange.Rest news) {
            rests.merge(scope(news.model()), news, KeyNews::later);
        } else if (change instanceof KeyStateChange.RestEnd news) {
            ends.merge(scope(news.model()), news, KeyNews::later);
        }
        return this;
    }

    private static <C extends KeyStateChange> C later(C known, C news) {
        return news.at().isBefore(known.at()) ? known : news;
    }

    /** Merges what could not be written before; what is known here is newer. */
    void addOlder(KeyNews older) {
        if (status == null || older.status != null && older.status.at().isAfter(status.at())) {
            status = older.status;
        }
        older.rests.forEach((scope, rest) -> rests.merge(scope, rest, (newer, known) -> later(known, newer)));
        older.ends.forEach((scope, end) -> ends.merge(scope, end, (newer, known) -> later(known, newer)));
    }

    /** Forgets what is over anyway, so that a long outage does not pile up. */
    void forgetOver(Instant now) {
        rests.values().removeIf(rest -> !rest.until().isAfter(now));
        ends.values().removeIf(end -> !end.until().isAfter(now));
    }

    boolean isEmpty() {
        return status == null && rests.isEmpty() && ends.isEmpty();
    }

    KeyStateChange.@Nullable Status status() {
        return status;
    }

    /** The models there is news of; empty for the whole key. */
    Set<String> scopes() {
        Set<String> scopes = new HashSet<>(rests.keySet());
        scopes.addAll(ends.keySet());
        return scopes;
    }

    KeyStateChange.@Nullable Rest rest(String scope) {
        return rests.get(scope);
    }

    KeyStateChange.@Nullable RestEnd end(String scope) {
        return ends.get(scope);
    }

    private static String scope(@Nullable String model) {
        return model == null ? "" : ColumnText.VARCHAR_255.fit(model);
    }
}
