package io.gptload.gateway.admin.key;

/** What came out of validating keys. */
public record ValidationResult(long invalidKeys, long totalKeys, long validKeys) {}
