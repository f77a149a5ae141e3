/** anthropic-java, which needs an interceptor of its own kind. Requires {@code com.anthropic:anthropic-java-core}. */
@NullMarked
package io.gptload.client.http.anthropic;

import org.jspecify.annotations.NullMarked;
