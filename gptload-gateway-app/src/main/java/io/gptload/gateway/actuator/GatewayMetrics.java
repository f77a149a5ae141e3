package io.gptload.gateway.actuator;

import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.client.store.jdbc.RequestLogWriter;
import io.gptload.gateway.proxy.RequestLimit;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;

/** Meters of the gateway around the engine: requests under way, and what waits to be written. */
final class GatewayMetrics implements MeterBinder {

    private final RequestLimit requests;
    private final KeyStateWriter keyStates;
    private final ObjectProvider<RequestLogWriter> requestLog;

    GatewayMetrics(RequestLimit requests, KeyStateWriter keyStates, ObjectProvider<RequestLogWriter> requestLog) {
        this.requests = requests;
        this.keyStates = keyStates;
        this.requestLog = requestLog;
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
        requestLog.ifAvailable(log -> bindLog(registry, log));
    }

    private static void bindLog(MeterRegistry registry, RequestLogWriter log) {
        gauge(registry, "gptload.requestlog.backlog", "Log rows not written yet", log, RequestLogWriter::backlog);
        counter(
                registry,
                "gptload.requestlog.failures",
                "How often log rows could not be written; they are tried again",
                log,
                RequestLogWriter::failures);
        counter(
                registry,
                "gptload.requestlog.overflow",
                "Log rows dropped as there was no room",
                log,
                RequestLogWriter::overflow);
        counter(
                registry,
                "gptload.requestlog.rejected",
                "Log rows the database refused for good",
                log,
                RequestLogWriter::rejected);
        counter(
                registry,
                "gptload.requestlog.uncounted",
                "Served calls the database refused to add to the counters of their keys",
                log,
                RequestLogWriter::uncounted);
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
