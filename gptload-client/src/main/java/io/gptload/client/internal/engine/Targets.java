package io.gptload.client.internal.engine;

import io.gptload.client.rewrite.ReplaySafety;
import io.gptload.client.rewrite.TargetUrl;
import io.gptload.client.session.CallRequest;
import org.jspecify.annotations.Nullable;

/** What the methods and paths of requests tell. The latest is remembered: most requests are for the same. Thread-safe. */
final class Targets {

    private @Nullable Target latest; // of whichever thread

    /**
     * One of them.
     *
     * @param replaySafe whether such a request may be sent twice
     * @param refusal why such a path cannot be sent anywhere; {@code null} when it can
     */
    record Target(
            String method,
            String path,
            boolean replaySafe,
            @Nullable String refusal) {

        private static Target of(String method, String path) {
            return new Target(method, path, ReplaySafety.of(method, path) == ReplaySafety.SAFE, refusal(path));
        }

        private static @Nullable String refusal(String path) {
            try {
                TargetUrl.check(path);
                return null;
            } catch (IllegalArgumentException e) {
                return e.getMessage() + ".";
            }
        }
    }

    Target of(CallRequest request) {
        Target known = latest;
        if (known == null || !known.path.equals(request.path()) || !known.method.equals(request.method())) {
            known = Target.of(request.method(), request.path());
            latest = known;
        }
        return known;
    }
}
