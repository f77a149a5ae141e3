package io.gptload.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockWebServer;

/**
 * A {@link ProviderSimulator} behind HTTP/1.1 on the loopback address. Next to the provider's own paths there is a control API
 * under {@code /__sim/}: {@code GET state}, {@code POST keys}, {@code POST fault}, {@code DELETE fault} and {@code POST reset}.
 */
public final class SimulatorServer implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final MockWebServer server = new MockWebServer();
    private final Activity activity = new Activity();

    private SimulatorServer(ProviderSimulator simulator, int port) throws IOException {
        ClientSockets sockets = new ClientSockets();
        server.setServerSocketFactory(sockets);
        server.setDispatcher(new ServerDispatcher(
                simulator::handle, new ControlApi(simulator)::handle, sockets, activity, this::forgetRecording));
        server.start(InetAddress.getByAddress(LOOPBACK), port);
    }

    /** Serves the simulator on a free port. */
    public static SimulatorServer start(ProviderSimulator simulator) {
        return start(simulator, 0);
    }

    /** Serves the simulator on the given port; 0 picks a free one. */
    public static SimulatorServer start(ProviderSimulator simulator, int port) {
        try {
            return new SimulatorServer(simulator, port);
        } catch (IOException unavailable) {
            throw new UncheckedIOException("cannot listen on port " + port, unavailable);
        }
    }

    /** Returns the address without a slash at the end, such as {@code http://127.0.0.1:8089}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port();
    }

    /** Returns the port. */
    public int port() {
        return server.getPort();
    }

    /** Returns how many exchanges are in progress: streams that are being sent, and requests that hang or wait. */
    public int activeStreams() {
        return activity.active();
    }

    /** Returns how many clients left before they had their whole answer. */
    public long disconnects() {
        return activity.disconnects();
    }

    /**
     * Waits until exactly so many exchanges are in progress.
     *
     * @param count the number to wait for
     * @param timeout how long to wait at most
     * @return whether the number was reached in time
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitActiveStreams(int count, Duration timeout) throws InterruptedException {
        return activity.awaitActive(count, timeout);
    }

    /**
     * Waits until at least so many clients left early.
     *
     * @param count the number to wait for
     * @param timeout how long to wait at most
     * @return whether the number was reached in time
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitDisconnects(long count, Duration timeout) throws InterruptedException {
        return activity.awaitDisconnects(count, timeout);
    }

    /** Stops serving; connections that are still open are closed. */
    @Override
    public void close() {
        server.close();
    }

    /** The web server records every request for somebody to look at; here nobody does. */
    private void forgetRecording() {
        try {
            server.takeRequest(0, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
