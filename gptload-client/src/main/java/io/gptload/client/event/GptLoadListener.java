package io.gptload.client.event;

/**
 * Told of every event, on the thread that caused it. Implementations must be thread-safe and quick; what one throws is
 * logged, counted and otherwise ignored.
 */
@FunctionalInterface
public interface GptLoadListener {

    /** Takes one event. */
    void onEvent(GptLoadEvent event);

    /**
     * Whether it wants to be told of every attempt and every answer, and not only of changes of state. Asked once, when it
     * is added; if nobody wants them, they are not even made.
     */
    default boolean wantsCalls() {
        return true;
    }
}
