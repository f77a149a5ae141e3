/**
 * Turns a heap of LLM API keys into one dependable pool. Start at {@link io.gptload.client.GptLoad}.
 */
@NullMarked
package io.gptload.client;

import org.jspecify.annotations.NullMarked;
