package io.gptload.client.store.jdbc;

/**
 * How an attempt of the request log was judged.
 *
 * @param category as {@link io.gptload.client.policy.Category#id()} names it
 * @param ruleId the rule that decided
 */
public record LogVerdict(String category, String ruleId) {}
