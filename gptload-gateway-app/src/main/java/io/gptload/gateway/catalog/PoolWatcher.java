package io.gptload.gateway.catalog;

import io.gptload.client.event.GptLoadListener;

/** A bean that is told what happens in the pool. */
public interface PoolWatcher extends GptLoadListener {}
