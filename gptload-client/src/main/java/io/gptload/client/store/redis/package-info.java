/** Tells other processes of changes through Redis. Needs {@code redis.clients:jedis}. */
@NullMarked
package io.gptload.client.store.redis;

import org.jspecify.annotations.NullMarked;
