package io.gptload.spring.autoconfigure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names properties that are unknown. Before Spring Boot's own, which shows their values. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        List<PropertyProblem> unknown = UnknownProperties.in(cause);
        return unknown.isEmpty() ? null : InvalidGptLoadPropertiesFailureAnalyzer.analysis(unknown, cause);
    }
}
