package io.gptload.spring.autoconfigure;

import io.gptload.client.Group;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Makes a bean of each group the properties name, routes included, to be injected as {@link Group} with the name of the group as the
 * qualifier. The name alone will do too, unless the application has a bean of that name.
 */
final class GroupBeansRegistrar implements ImportBeanDefinitionRegistrar {

    static final String PREFIX = "gptload.groups.";

    private final Environment environment;

    GroupBeansRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        TreeSet<String> names = new TreeSet<>(names("gptload.groups"));
        names.addAll(names("gptload.aggregates"));
        names.addAll(routed());
        for (String name : names) {
            if (!registry.containsBeanDefinition(PREFIX + name)) {
                registry.registerBeanDefinition(PREFIX + name, definition(name));
            }
            if (!registry.containsBeanDefinition(name) && !registry.isAlias(name)) {
                registry.registerAlias(PREFIX + name, name);
            }
        }
    }

    private Set<String> names(String property) {
        return Binder.get(environment)
                .bind(property, Bindable.mapOf(String.class, Object.class))
                .map(Map::keySet)
                .orElse(Set.of());
    }

    /** Those may be groups of a database. */
    private List<String> routed() {
        return Binder.get(environment)
                .bind("gptload.routes", Bindable.listOf(RouteProperties.class))
                .orElse(List.of())
                .stream()
                .map(RouteProperties::group)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static RootBeanDefinition definition(String name) {
        RootBeanDefinition definition = new RootBeanDefinition(GroupBean.class);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
        definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, Group.class);
        definition.setRole(BeanDefinition.ROLE_APPLICATION);
        definition.setLazyInit(true);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        return definition;
    }
}
