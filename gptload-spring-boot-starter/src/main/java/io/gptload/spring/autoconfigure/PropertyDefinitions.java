package io.gptload.spring.autoconfigure;

import java.util.List;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/** Reads the definitions of groups from the properties as they are now, and from the files they name. */
final class PropertyDefinitions {

    private final Environment environment;
    private final ResourceLoader resources;
    private final Definitions initial;

    /** @throws InvalidGptLoadPropertiesException if anything is wrong */
    PropertyDefinitions(GptLoadProperties properties, Environment environment, ResourceLoader resources) {
        this.environment = environment;
        this.resources = resources;
        this.initial = read(properties);
    }

    private Definitions read(GptLoadProperties properties) {
        return new DefinitionsReading(environment, resources).read(properties);
    }

    /** Those the application started with. */
    Definitions initial() {
        return initial;
    }

    /** @throws InvalidGptLoadPropertiesException if anything is wrong */
    Definitions now() {
        BindHandler strict = new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter());
        try {
            return read(Binder.get(environment).bindOrCreate("gptload", Bindable.of(GptLoadProperties.class), strict));
        } catch (BindException e) {
            List<PropertyProblem> problems = BindFailureAnalyzer.problems(e);
            if (problems.isEmpty()) {
                throw e;
            }
            throw new InvalidGptLoadPropertiesException(problems);
        }
    }
}
