package io.gptload.samples.demo;

import io.gptload.simulator.Fault;
import io.gptload.simulator.ProviderSimulator;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Takes a provider down for a while, again and again. */
final class Outages implements AutoCloseable {

    /** How long the provider works, then how long it does not. */
    static final int UP_SECONDS = 10;

    static final int DOWN_SECONDS = 15;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "outages");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean down;

    Outages(ProviderSimulator provider) {
        int cycle = UP_SECONDS + DOWN_SECONDS;
        timer.scheduleAtFixedRate(() -> turn(provider, true), UP_SECONDS, cycle, TimeUnit.SECONDS);
        timer.scheduleAtFixedRate(() -> turn(provider, false), cycle, cycle, TimeUnit.SECONDS);
    }

    private void turn(ProviderSimulator provider, boolean toDown) {
        down = toDown;
        if (toDown) {
            provider.fail(Fault.status(503));
        } else {
            provider.recover();
        }
    }

    boolean isDown() {
        return down;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
