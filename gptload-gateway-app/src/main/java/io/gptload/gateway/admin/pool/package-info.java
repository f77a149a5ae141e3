/** What the engine knows of keys and upstreams at this moment. */
@NullMarked
package io.gptload.gateway.admin.pool;

import org.jspecify.annotations.NullMarked;
