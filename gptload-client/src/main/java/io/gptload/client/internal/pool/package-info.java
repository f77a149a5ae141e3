/** The keys of a group: which are ready, which cool and until when. Not API. */
@NullMarked
package io.gptload.client.internal.pool;

import org.jspecify.annotations.NullMarked;
