/**
 * A stand-in for LLM providers: speaks the formats of OpenAI, Anthropic and Gemini, with keys of every kind and failures on
 * demand, so that tests, samples and demos need no real key. {@link io.gptload.simulator.ProviderSimulator} is the provider
 * without any network; {@link io.gptload.simulator.SimulatorServer} puts it behind HTTP.
 */
@NullMarked
package io.gptload.simulator;

import org.jspecify.annotations.NullMarked;
