package io.gptload.spring.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

/** The properties cannot be used. Says everything that is wrong with them, not only the first thing. */
public final class InvalidGptLoadPropertiesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<PropertyProblem> problems;

    InvalidGptLoadPropertiesException(List<PropertyProblem> problems) {
        super(problems.stream().map(PropertyProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, at least one thing. */
    public List<PropertyProblem> problems() {
        return problems;
    }
}
