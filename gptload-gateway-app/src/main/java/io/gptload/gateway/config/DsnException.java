package io.gptload.gateway.config;

/** A connection string or address that cannot be read. The message says what is wrong and never repeats a part that could be secret. */
final class DsnException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DsnException(String message) {
        super(message);
    }
}
