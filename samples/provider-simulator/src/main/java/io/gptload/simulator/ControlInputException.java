package io.gptload.simulator;

/** Input of the control API that makes no sense; the message names the field and what is allowed. */
final class ControlInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ControlInputException(String message) {
        super(message);
    }
}
