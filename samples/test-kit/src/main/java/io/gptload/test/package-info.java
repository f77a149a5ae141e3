/**
 * Tests of code that calls LLMs: {@link io.gptload.test.GptLoadExtension} gives a test a pool of keys and the provider
 * behind it, {@link io.gptload.test.ScriptedProvider} says what goes wrong, {@link io.gptload.test.ManualTime} lets hours
 * pass at once, and {@link io.gptload.test.PoolAssert} says what must have happened.
 */
@NullMarked
package io.gptload.test;

import org.jspecify.annotations.NullMarked;
