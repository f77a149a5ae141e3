/** The session's implementation and what it works on. Not API. */
@NullMarked
package io.gptload.client.internal.engine;

import org.jspecify.annotations.NullMarked;
