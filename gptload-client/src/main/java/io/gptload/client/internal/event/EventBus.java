package io.gptload.client.internal.event;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.GptLoadListener;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands events to the listeners; a listener that throws harms neither the call nor the other listeners. */
public final class EventBus {

    private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);

    private final List<GptLoadListener> listeners;
    private final boolean wantsCalls;
    private final LongAdder failures = new LongAdder();

    public EventBus(List<GptLoadListener> listeners) {
        this.listeners = List.copyOf(listeners);
        this.wantsCalls = listeners.stream().anyMatch(GptLoadListener::wantsCalls);
    }

    /** Whether anybody wants to be told of every call. */
    public boolean wantsCalls() {
        return wantsCalls;
    }

    /** Delivers one event. Must not be called with a lock held. */
    public void publish(GptLoadEvent event) {
        for (GptLoadListener listener : listeners) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException e) {
                failures.increment();
                LOG.warn("A listener failed on {}", event.getClass().getSimpleName(), e);
            }
        }
    }

    /** How often a listener threw. */
    public long failures() {
        return failures.sum();
    }
}
