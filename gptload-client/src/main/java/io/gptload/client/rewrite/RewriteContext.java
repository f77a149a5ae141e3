package io.gptload.client.rewrite;

import io.gptload.client.time.TimeSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the variables of header rules stand for in one attempt.
 *
 * @param key the chosen key; a secret
 * @param groupName the group the attempt is made for; of an aggregate, the chosen member
 * @param clientIp address of the caller, or {@code null} if there is none; the variable is empty then
 * @param time gives the timestamps
 */
public record RewriteContext(
        String key, String groupName, @Nullable String clientIp, TimeSource time) {

    /** Keeps what it is given. */
    public RewriteContext {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(groupName, "groupName");
        Objects.requireNonNull(time, "time");
    }

    /** Everything but the key. */
    @Override
    public String toString() {
        return "RewriteContext[group " + groupName + ", client " + clientIp + "]";
    }
}
