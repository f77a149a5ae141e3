package io.gptload.spring.autoconfigure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names properties that are unknown or of the wrong type. Before Spring Boot's own, which shows their values. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        List<PropertyProblem> problems = problems(cause);
        return problems.isEmpty() ? null : InvalidGptLoadPropertiesFailureAnalyzer.analysis(problems, cause);
    }

    /** What is wrong with our properties; empty if something else is. */
    static List<PropertyProblem> problems(BindException failure) {
        PropertyProblem mistyped = MistypedProperty.in(failure);
        return mistyped == null ? UnknownProperties.in(failure) : List.of(mistyped);
    }
}
