package io.gptload.spring.autoconfigure;

import io.gptload.client.GptLoad;

/** Brings groups into the engine from elsewhere than the properties, before anybody gets to see it. */
interface EngineStart {

    /** Brings them. */
    void start(GptLoad engine);

    /** Whether a group of that name comes from there, so that the properties have no say. */
    boolean owns(String group);
}
