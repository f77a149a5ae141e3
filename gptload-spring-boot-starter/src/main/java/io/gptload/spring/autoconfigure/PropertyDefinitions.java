package io.gptload.spring.autoconfigure;

import org.springframework.boot.context.properties.bind.Binder;
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
        return read(Binder.get(environment).bindOrCreate("gptload", GptLoadProperties.class));
    }
}
