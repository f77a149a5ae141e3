package io.gptload.gateway.proxy;

import org.springframework.boot.web.server.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;

/** Cancels the calls that did not end while the server drained, before the server stops under them. */
final class Cutoff implements SmartLifecycle {

    private final ClientWatch watch;
    private volatile boolean running;

    Cutoff(ClientWatch watch) {
        this.watch = watch;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        watch.cancelAll();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Lower phases stop later: after draining, before the server, which is 1024 below. */
    @Override
    public int getPhase() {
        return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE - 1;
    }
}
