package io.gptload.client.internal.event;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.GptLoadListener;
import io.gptload.client.policy.Category;
import io.gptload.client.policy.FailureKind;
import io.gptload.client.session.Attempt;
import io.gptload.client.session.CallObserver;
import io.gptload.client.session.CallRecorder;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.CallTracer;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands events to the listeners; a listener that throws harms neither the call nor the other listeners. */
public final class EventBus {

    private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);

    private final List<GptLoadListener> listeners;
    private final boolean wantsCalls;
    private final @Nullable CallTracer tracer;
    private final @Nullable CallRecorder recorder;
    private final LongAdder failures = new LongAdder();

    public EventBus(List<GptLoadListener> listeners) {
        this(listeners, null, null);
    }

    /**
     * @param tracer follows calls; {@code null} when nobody does
     * @param recorder keeps a record of calls; {@code null} when nobody does
     */
    public EventBus(List<GptLoadListener> listeners, @Nullable CallTracer tracer, @Nullable CallRecorder recorder) {
        this.tracer = tracer;
        this.recorder = recorder;
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

    /** Follows a call; {@code null} when nobody does. */
    public CallTracer.@Nullable CallTrace trace(CallRequest request) {
        if (tracer == null) {
            return null;
        }
        try {
            return tracer.begin(request);
        } catch (RuntimeException e) {
            failed("The tracer failed at the beginning of a call", e);
            return null;
        }
    }

    /** Who is told what becomes of a call: its own observer, else the recorder's; {@code null} when nobody wants to know. */
    public @Nullable CallObserver observer(String group, CallRequest request) {
        CallObserver own = request.observer();
        if (own != null || recorder == null) {
            return own;
        }
        try {
            return recorder.begin(group, request);
        } catch (RuntimeException e) {
            failed("The recorder failed", e);
            return null;
        }
    }

    /** Follows an attempt; {@code null} when its call is not followed. */
    public CallTracer.@Nullable AttemptTrace trace(CallTracer.@Nullable CallTrace call, Attempt attempt) {
        if (call == null) {
            return null;
        }
        try {
            return call.attempt(attempt);
        } catch (RuntimeException e) {
            failed("The tracer failed at an attempt", e);
            return null;
        }
    }

    /** Tells how an attempt ended. */
    public void end(
            CallTracer.AttemptTrace trace,
            int status,
            @Nullable FailureKind failure,
            Category category,
            String ruleId) {
        try {
            trace.end(status, failure, category, ruleId);
        } catch (RuntimeException e) {
            failed("The tracer failed at the end of an attempt", e);
        }
    }

    private void failed(String what, RuntimeException e) {
        failures.increment();
        LOG.warn(what, e);
    }

    /** How often a listener, the tracer or the recorder threw. */
    public long failures() {
        return failures.sum();
    }
}
