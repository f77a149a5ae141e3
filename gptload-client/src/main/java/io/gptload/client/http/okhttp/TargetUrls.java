package io.gptload.client.http.okhttp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;

/** URLs that were parsed before: parsing one costs more than the choice of its key. Bounded; thread-safe. */
final class TargetUrls {

    private static final int MOST = 512;

    private final Map<String, HttpUrl> known = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException if it is no HTTP URL */
    HttpUrl get(String url) {
        if (url.indexOf('?') >= 0) {
            return HttpUrl.get(url); // seldom the same again, and may hold a key
        }
        HttpUrl found = known.get(url);
        return found != null ? found : parse(url);
    }

    private HttpUrl parse(String url) {
        HttpUrl parsed = HttpUrl.get(url);
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(url, parsed);
        return parsed;
    }
}
