package io.gptload.gateway.admin.dashboard;

/**
 * A weak spot of the configuration; names the secret that is weak, never the secret.
 *
 * @param type which secret
 * @param severity {@code high} or {@code medium}
 */
public record SecurityWarning(String type, String message, String severity, String suggestion) {

    static final String HIGH = "high";
    static final String MEDIUM = "medium";
}
