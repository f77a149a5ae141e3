package io.gptload.gateway.proxy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.web.server.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;

/**
 * Sends clients away before the server drains: no new connections, and on those there are the next answer is the last one.
 * Else a request that comes on a connection kept alive would find it closed, without an answer and not knowing why.
 */
final class Farewell implements SmartLifecycle {

    private static final Duration LOOK = Duration.ofMillis(10);

    private final Supplier<List<Connector>> connectors;
    private final Duration most;
    private volatile boolean running;

    /** @param most how long to wait for clients that keep a connection and ask nothing */
    Farewell(Supplier<List<Connector>> connectors, Duration most) {
        this.connectors = connectors;
        this.most = most;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        List<Connector> all = connectors.get();
        all.forEach(connector -> connector.getProtocolHandler().closeServerSocketGraceful());
        long begun = System.nanoTime();
        while (all.stream().anyMatch(Farewell::hasConnections) && System.nanoTime() - begun < most.toNanos()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static boolean hasConnections(Connector connector) {
        return connector.getProtocolHandler() instanceof CountedProtocol protocol && protocol.openConnections() > 0;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Higher phases stop earlier: before draining. */
    @Override
    public int getPhase() {
        return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE + 1;
    }
}
