package io.gptload.spring.autoconfigure;

import io.gptload.client.Group;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

/** Says which groups are beans when another is asked for. Before Spring Boot's own, which says to define a bean. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class NoGroupFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

    private final BeanFactory beans;

    NoGroupFailureAnalyzer(BeanFactory beans) {
        this.beans = beans;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, NoSuchBeanDefinitionException cause, @Nullable String description) {
        ResolvableType type = cause.getResolvableType();
        if (type == null || type.resolve() != Group.class || cause instanceof NoUniqueBeanDefinitionException) {
            return null;
        }
        return new FailureAnalysis(
                (description == null ? "Something" : description) + " asks for a group that is not a bean. " + known(),
                "Name one of those in its qualifier. A group that is only in a database is no bean: let it have one with"
                        + " gptload.routes[0].group, or take it from the bean GptLoad, by its method group(name).",
                cause);
    }

    private String known() {
        if (!(beans instanceof ListableBeanFactory all)) {
            return "";
        }
        String names = Arrays.stream(all.getBeanNamesForType(Group.class, true, false))
                .filter(name -> name.startsWith(GroupBeansRegistrar.PREFIX))
                .map(name -> name.substring(GroupBeansRegistrar.PREFIX.length()))
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "No group is: gptload.groups names none." : "Those that are: " + names + ".";
    }
}
