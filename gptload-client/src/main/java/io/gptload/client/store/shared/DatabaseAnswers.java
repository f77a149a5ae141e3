package io.gptload.client.store.shared;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the database answers, told to the log when it changes. Thread-safe. */
final class DatabaseAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(SharedPool.class);

    private volatile boolean answers = true;
    private volatile long answeredNanos = System.nanoTime();

    void answered() {
        answeredNanos = System.nanoTime();
        if (!answers) {
            answers = true;
            LOG.info("The database answers again");
        }
    }

    void failed(RuntimeException why) {
        if (answers) {
            LOG.warn("The database does not answer, what was loaded before stays in force: {}", why.toString());
        }
        answers = false;
    }

    boolean lately() {
        return answers;
    }

    Duration since() {
        return Duration.ofNanos(System.nanoTime() - answeredNanos);
    }
}
