package io.gptload.gateway.clientkey;

import io.micrometer.core.instrument.Counter;

/**
 * What is exported of a client.
 *
 * @param admitted calls that were let through
 * @param limited calls refused by one of its limits
 * @param denied calls refused as they are not allowed, now or ever
 */
record ClientCounters(
        Counter admitted, Counter limited, Counter denied, Counter promptTokens, Counter completionTokens) {}
