package io.gptload.gateway.config;

/** A {@code .env} file that cannot be read. Knows the line, never what stands there. */
final class DotEnvSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;

    DotEnvSyntaxException(int line, String reason) {
        super(reason);
        this.line = line;
    }

    /** The line the statement starts on, from 1. */
    int line() {
        return line;
    }
}
