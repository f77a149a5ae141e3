package io.gptload.spring.metrics;

import io.gptload.client.store.jdbc.RequestLogWriter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** Meters of what waits to be written to the request log, and of what never will be. */
public final class RequestLogMetrics implements MeterBinder {

    private final RequestLogWriter writer;

    /** @param writer what is watched */
    public RequestLogMetrics(RequestLogWriter writer) {
        this.writer = writer;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("gptload.requestlog.backlog", writer, RequestLogWriter::backlog)
                .description("Log rows not written yet")
                .register(registry);
        counter(
                registry,
                "failures",
                "How often log rows could not be written; they are tried again",
                RequestLogWriter::failures);
        counter(registry, "overflow", "Log rows dropped as there was no room", RequestLogWriter::overflow);
        counter(registry, "rejected", "Log rows the database refused for good", RequestLogWriter::rejected);
        counter(
                registry,
                "uncounted",
                "Served calls the database refused to add to the counters of their keys",
                RequestLogWriter::uncounted);
    }

    private void counter(
            MeterRegistry registry, String name, String description, ToDoubleFunction<RequestLogWriter> value) {
        FunctionCounter.builder("gptload.requestlog." + name, writer, value)
                .description(description)
                .register(registry);
    }
}
