package io.gptload.gateway.web;

/**
 * An error in gpt-load's envelope.
 *
 * @param code for programs, such as {@code VALIDATION_FAILED}
 * @param message for people, in the language of the request; holds no secret
 */
public record ApiError(String code, String message) {}
