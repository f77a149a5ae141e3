package io.gptload.gateway.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. Says everything that is wrong with it, not only the first thing. */
public final class InvalidSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param problems at least one */
    public InvalidSettingsException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, at least one thing. */
    public List<Problem> problems() {
        return problems;
    }
}
