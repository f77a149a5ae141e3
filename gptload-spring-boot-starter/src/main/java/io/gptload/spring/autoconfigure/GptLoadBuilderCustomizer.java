package io.gptload.spring.autoconfigure;

import io.gptload.client.GptLoad;

/** Told of the engine's builder before the engine is made. Beans of this type are called in their order. */
@FunctionalInterface
public interface GptLoadBuilderCustomizer {

    /** Changes the builder. */
    void customize(GptLoad.Builder builder);
}
