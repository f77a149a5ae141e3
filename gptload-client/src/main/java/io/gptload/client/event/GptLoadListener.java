package io.gptload.client.event;

/**
 * Told of every event, on the thread that caused it. Implementations must be thread-safe and quick; what one throws is
 * logged, counted and otherwise ignored.
 */
@FunctionalInterface
public interface GptLoadListener {

    /** Takes one event. */
    void onEvent(GptLoadEvent event);
}
