package io.gptload.gateway;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when its orderly end takes longer than it may, for instance because the database hangs. Whatever was
 * not written by then is lost, as it would be when the process is killed by those who wait for it.
 */
final class ShutdownLimit {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownLimit.class);
    private static final int EXIT_CODE = 1;

    private ShutdownLimit() {}

    /** The time begins when the process is asked to end. */
    static void install(Duration limit) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> begin(limit), "gptload-shutdown"));
    }

    /** Other hooks run beside this one, and the process ends when all are done: the waiting must not be one of them. */
    private static void begin(Duration limit) {
        Thread waiting = new Thread(() -> end(limit), "gptload-shutdown-limit");
        waiting.setDaemon(true);
        waiting.start();
    }

    private static void end(Duration limit) {
        try {
            Thread.sleep(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.error("The shutdown took longer than {} s and is cut short", limit.toSeconds());
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
