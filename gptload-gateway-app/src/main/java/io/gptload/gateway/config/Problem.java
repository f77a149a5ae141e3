package io.gptload.gateway.config;

/**
 * Something wrong with the configuration.
 *
 * @param variable the environment variable
 * @param message what is wrong with it, with its value unless that is a secret
 * @param fix what to do
 */
public record Problem(String variable, String message, String fix) {

    @Override
    public String toString() {
        return variable + ": " + message + ". " + fix;
    }
}
