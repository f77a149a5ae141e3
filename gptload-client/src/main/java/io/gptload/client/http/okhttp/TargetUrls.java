package io.gptload.client.http.okhttp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** URLs that were parsed before: parsing one costs more than the choice of its key. Bounded; thread-safe. */
final class TargetUrls {

    private static final int MOST = 512;

    private final Map<String, Parsed> known = new ConcurrentHashMap<>();
    private @Nullable Parsed latest; // of whichever thread

    private record Parsed(String text, HttpUrl url) {}

    /** @throws IllegalArgumentException if it is no HTTP URL */
    HttpUrl get(String url) {
        Parsed last = latest;
        if (last != null && last.text.equals(url)) {
            return last.url;
        }
        if (url.indexOf('?') >= 0) {
            return HttpUrl.get(url); // seldom the same again, and may hold a key
        }
        Parsed found = known.get(url);
        if (found == null) {
            found = new Parsed(url, HttpUrl.get(url));
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(url, found);
        }
        latest = found;
        return found.url;
    }
}
