package io.gptload.client.internal.engine;

import io.gptload.client.internal.pool.KeyCell;
import io.gptload.client.internal.upstream.UpstreamCell;
import io.gptload.client.rewrite.HeaderEdits;
import io.gptload.client.rewrite.RewriteContext;
import io.gptload.client.session.CallRequest;

/**
 * A key and an upstream handed out for one attempt.
 *
 * @param lane whose they are
 * @param key in flight until it is released
 * @param upstream its breaker's permission taken
 * @param at when, in monotonic nanoseconds
 */
record Lease(Lane lane, KeyCell key, UpstreamCell upstream, long at) {

    /** Where that upstream wants the request sent, with the key in the query if it goes there. */
    String url(CallRequest request) {
        PreparedRequest prepared = lane.request();
        String query = prepared.credential().query(request.query(), key.secret());
        return upstream.target().of(prepared.path(), query);
    }

    /** What changes in the request's headers: the key, and what the group says. */
    HeaderEdits headers(CallRequest request) {
        GroupRuntime group = lane.group();
        RewriteContext context = new RewriteContext(key.secret(), group.name(), request.clientIp(), group.time());
        return lane.definition().headers().edits(lane.request().credential(), request.headers(), context);
    }
}
