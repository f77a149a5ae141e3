package io.gptload.gateway.actuator;

import io.gptload.client.state.BudgetSlices;
import io.gptload.client.store.shared.SharedPool;
import io.gptload.client.store.shared.StateChannel.Figures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** Meters of what nodes tell each other; none without Redis. */
final class ChannelMetrics implements MeterBinder {

    private static final Figures NONE = new Figures(false, 0, 0, 0, 0, 0);

    private static final BudgetSlices.Figures NO_SLICES = new BudgetSlices.Figures(0, 0);

    private final SharedPool pool;

    ChannelMetrics(SharedPool pool) {
        this.pool = pool;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (pool.channelFigures() == null) {
            return;
        }
        gauge(registry, "connected", "1 while notices go out and come in", f -> f.connected() ? 1 : 0);
        gauge(
                registry,
                "lag.seconds",
                "How long the last notice took, by the clocks of both nodes",
                f -> f.lagMillis() / 1000.0);
        counter(registry, "sent", "Notices that went out", Figures::sent);
        counter(registry, "received", "Notices that came in", Figures::received);
        counter(registry, "dropped", "Notices that found no room; others read the database instead", Figures::dropped);
        Gauge.builder("gptload.notices.nodes", pool, ChannelMetrics::nodes)
                .description("Nodes that were heard of in the last seconds, this one included")
                .register(registry);
        slices(registry, "taken", "Slices of budgets of keys that were taken from Redis", BudgetSlices.Figures::taken);
        slices(
                registry,
                "failed",
                "Slices of budgets that could not be taken; this node goes on with an equal share instead",
                BudgetSlices.Figures::failed);
        counter(registry, "gaps", "How often notices were missed and the database was read instead", Figures::gaps);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<Figures> value) {
        Gauge.builder("gptload.notices." + name, pool, of -> value.applyAsDouble(figures(of)))
                .description(description)
                .register(registry);
    }

    private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<Figures> value) {
        FunctionCounter.builder("gptload.notices." + name, pool, of -> value.applyAsDouble(figures(of)))
                .description(description)
                .register(registry);
    }

    private void slices(
            MeterRegistry registry, String name, String description, ToDoubleFunction<BudgetSlices.Figures> value) {
        FunctionCounter.builder("gptload.budget.slices." + name, pool, of -> value.applyAsDouble(slices(of)))
                .description(description)
                .register(registry);
    }

    private static int nodes(SharedPool pool) {
        BudgetSlices slices = pool.budgetSlices();
        return slices == null ? 1 : slices.processes();
    }

    private static BudgetSlices.Figures slices(SharedPool pool) {
        BudgetSlices slices = pool.budgetSlices();
        return slices == null ? NO_SLICES : slices.figures();
    }

    private static Figures figures(SharedPool pool) {
        Figures figures = pool.channelFigures();
        return figures == null ? NONE : figures;
    }
}
