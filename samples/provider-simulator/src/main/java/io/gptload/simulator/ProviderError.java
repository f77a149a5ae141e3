package io.gptload.simulator;

/**
 * An error in a provider's own shape.
 *
 * @param status the HTTP status
 * @param body the JSON body
 */
record ProviderError(int status, Object body) {}
