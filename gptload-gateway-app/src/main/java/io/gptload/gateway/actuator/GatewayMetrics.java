package io.gptload.gateway.actuator;

import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.gateway.proxy.RequestLimit;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** Meters of the gateway around the engine: requests under way, and key states that wait to be written. */
final class GatewayMetrics implements MeterBinder {

    private final RequestLimit requests;
    private final KeyStateWriter keyStates;

    GatewayMetrics(RequestLimit requests, KeyStateWriter keyStates) {
        this.requests = requests;
        this.keyStates = keyStates;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(
                registry,
                "gptload.gateway.requests.active",
                "Proxied requests under way",
                requests,
                RequestLimit::active);
        counter(
                registry,
                "gptload.gateway.requests.rejected",
                "Proxied requests turned away as too many were under way",
                requests,
                RequestLimit::rejected);
        gauge(
                registry,
                "gptload.keystate.backlog",
                "Keys whose state is not written yet",
                keyStates,
                KeyStateWriter::backlog);
        counter(
                registry,
                "gptload.keystate.failures",
                "How often key states could not be written; they are tried again",
                keyStates,
                KeyStateWriter::failures);
        counter(
                registry,
                "gptload.keystate.rejected",
                "Key states the database refused for good",
                keyStates,
                KeyStateWriter::rejected);
    }

    private static <T> void gauge(
            MeterRegistry registry, String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(description).register(registry);
    }

    private static <T> void counter(
            MeterRegistry registry, String name, String description, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value).description(description).register(registry);
    }
}
