package io.gptload.client.internal.engine;

import io.gptload.client.internal.pool.KeyCell;
import io.gptload.client.internal.upstream.UpstreamCell;

/**
 * A key and an upstream handed out for one attempt.
 *
 * @param lane whose they are
 * @param key in flight until it is released
 * @param upstream its breaker's permission taken
 * @param at when, in monotonic nanoseconds
 */
record Lease(Lane lane, KeyCell key, UpstreamCell upstream, long at) {}
