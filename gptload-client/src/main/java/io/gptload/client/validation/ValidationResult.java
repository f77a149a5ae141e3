package io.gptload.client.validation;

/**
 * What came of a validation.
 *
 * @param tried how many keys were asked about
 * @param good how many of them work
 * @param complete whether all keys were tried; false when the upstream failed too often in a row, or it was cancelled
 */
public record ValidationResult(int tried, int good, boolean complete) {}
