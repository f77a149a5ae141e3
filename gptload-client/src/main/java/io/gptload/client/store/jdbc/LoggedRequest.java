package io.gptload.client.store.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * What the request log says of a request.
 *
 * @param group the one it is addressed to
 * @param prefix what stands before the path when it is shown, such as that of a proxy; empty for nothing
 * @param path below the upstream, raw
 * @param query raw, without credentials
 * @param body in memory; {@code null} if it is not
 * @param source where it comes from: an address, or the name of an application; up to 64 characters
 * @param agent what sent it; logged with bodies alone
 * @param application the application that made it, logged in any case in place of the agent; empty for none
 * @param client whose call it is; {@code null} for nobody's in particular
 */
public record LoggedRequest(
        LoggedGroup group,
        String prefix,
        String path,
        @Nullable String query,
        byte @Nullable [] body,
        String source,
        String agent,
        String application,
        @Nullable LoggedClient client) {

    /** The path and query at an upstream. */
    String target() {
        return query == null ? path : path + "?" + query;
    }

    /** Without its body and query. */
    @Override
    public String toString() {
        return "LoggedRequest[" + group.name() + " " + path + "]";
    }
}
