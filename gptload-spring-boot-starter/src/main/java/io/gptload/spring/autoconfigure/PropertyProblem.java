package io.gptload.spring.autoconfigure;

/**
 * Something wrong with a property.
 *
 * @param property its full name
 * @param message what is wrong with it, its value included unless that is a secret
 * @param fix what to do
 */
public record PropertyProblem(String property, String message, String fix) {

    @Override
    public String toString() {
        return property + ": " + message + ". " + fix;
    }
}
