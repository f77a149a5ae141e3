package io.gptload.spring.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows properties that cannot be used, and what to do about each, instead of a stack trace. */
final class InvalidGptLoadPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<InvalidGptLoadPropertiesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidGptLoadPropertiesException cause) {
        return analysis(cause.problems(), cause);
    }

    static FailureAnalysis analysis(List<PropertyProblem> problems, Throwable cause) {
        String description = problems.stream()
                .map(problem -> "    " + problem.property() + ": " + problem.message() + ".")
                .collect(Collectors.joining("\n", "The engine cannot be made from these properties:\n\n", ""));
        String action = problems.stream()
                .map(problem -> "    " + problem.property() + ": " + problem.fix())
                .distinct()
                .collect(Collectors.joining("\n", "Change the configuration of the application:\n\n", ""));
        return new FailureAnalysis(description, action, cause);
    }
}
