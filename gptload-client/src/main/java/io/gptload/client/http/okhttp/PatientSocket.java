package io.gptload.client.http.okhttp;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A socket whose timeout to connect is enforced from outside: the platform would make it a polling one, and every read of its
 * life would take three system calls instead of one.
 */
final class PatientSocket extends Socket {

    private final CallTimeouts timeouts;

    PatientSocket(CallTimeouts timeouts) {
        this.timeouts = timeouts;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        if (timeout == 0) {
            super.connect(endpoint, 0);
            return;
        }
        CallClock clock = timeouts.start(this::abort, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout));
        try {
            super.connect(endpoint, 0);
        } catch (IOException e) {
            throw clock.named(e);
        } finally {
            clock.stop();
        }
    }

    private void abort() {
        try {
            close();
        } catch (IOException e) {
            // nobody waits for it any longer
        }
    }
}
