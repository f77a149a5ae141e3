/**
 * The attempt loop for HTTP clients that block, shared by the adapters below.
 */
@NullMarked
package io.gptload.client.http;

import org.jspecify.annotations.NullMarked;
