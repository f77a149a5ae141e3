package io.gptload.client.store.jdbc;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is new of one key; of two changes of one thing the later counts. Not thread-safe. */
final class KeyNews {

    private KeyStateChange.@Nullable Status status;
    private final Map<String, KeyStateChange.Rest> rests = new HashMap<>();

    /** Merges one change in; one as old as what is known replaces it. */
    KeyNews add(KeyStateChange change) {
        if (change instanceof KeyStateChange.Status news) {
            if (status == null || !news.at().isBefore(status.at())) {
                status = news;
            }
        } else if (change instanceof KeyStateChange.Rest news) {
            rests.merge(scope(news), news, (known, other) -> other.at().isBefore(known.at()) ? known : other);
        }
        return this;
    }

    /** Merges what could not be written before; what is known here is newer. */
    void addOlder(KeyNews older) {
        KeyNews newer = new KeyNews();
        newer.status = status;
        newer.rests.putAll(rests);
        status = older.status;
        rests.clear();
        rests.putAll(older.rests);
        if (newer.status != null) {
            add(newer.status);
        }
        newer.rests.values().forEach(this::add);
    }

    /** Forgets what is over anyway, so that a long outage does not pile up. */
    void forgetOver(Instant now) {
        rests.values().removeIf(rest -> rest.until() != null && !rest.until().isAfter(now));
    }

    boolean isEmpty() {
        return status == null && rests.isEmpty();
    }

    KeyStateChange.@Nullable Status status() {
        return status;
    }

    Map<String, KeyStateChange.Rest> rests() {
        return rests;
    }

    private static String scope(KeyStateChange.Rest rest) {
        return rest.model() == null ? "" : ColumnText.VARCHAR_255.fit(rest.model());
    }
}
