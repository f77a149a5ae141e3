/** What the engine knows at this moment, as pages that follow it. */
@NullMarked
package io.gptload.gateway.ui.pool;

import org.jspecify.annotations.NullMarked;
