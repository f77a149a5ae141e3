package io.gptload.spring.metrics;

import io.micrometer.core.instrument.Meter;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/** Meters by number, each made when it is first needed. Two threads may both make one: the registry gives them the same. */
final class MeterTable<M extends Meter> {

    private final AtomicReferenceArray<M> made;
    private final IntFunction<M> maker;

    MeterTable(int size, IntFunction<M> maker) {
        this.made = new AtomicReferenceArray<>(size);
        this.maker = maker;
    }

    M at(int index) {
        M meter = made.get(index);
        if (meter == null) {
            meter = maker.apply(index);
            made.set(index, meter);
        }
        return meter;
    }
}
