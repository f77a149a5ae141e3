package io.gptload.client.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallTimeoutsTest {

    private static final long PATIENCE_SECONDS = 20;
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final CallTimeouts timeouts = new CallTimeouts(timer);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<CallClock> running = new ArrayList<>(); // as calls do, for nobody else keeps them

    @AfterEach
    void stop() {
        timeouts.close();
        timer.shutdownNow();
    }

    private CallClock start(long nanos) {
        return start(ended::countDown, nanos);
    }

    private CallClock start(Runnable onExpired, long nanos) {
        CallClock clock = timeouts.start(onExpired, System.nanoTime() + nanos);
        running.add(clock);
        return clock;
    }

    private void assertEnds() throws InterruptedException {
        assertThat(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** Until all clocks were looked at: of those in one look, the one that tells may come first. */
    private void awaitALook() throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            CountDownLatch looked = new CountDownLatch(1);
            start(looked::countDown, 0);
            assertThat(looked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void callWithoutAResponseIsEnded() throws Exception {
        CallClock clock = start(1);

        assertEnds();

        assertThat(clock.named(new IOException("closed"))).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void readThatTakesTooLongIsEnded() throws Exception {
        CallClock clock = start(HOUR);
        clock.responded(1, System.nanoTime() + HOUR, () -> false);
        clock.reading();

        assertEnds();

        assertThat(clock.named(new IOException("closed"))).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void bodyThatTakesTooLongIsEndedWhileItIsRead() throws Exception {
        CallClock clock = start(HOUR);
        clock.responded(HOUR, System.nanoTime(), () -> false);
        clock.reading();

        assertEnds();

        assertThat(clock.isStopped()).isTrue();
    }

    @Test
    void streamMayGoOnForEver() throws Exception {
        CallClock stream = start(HOUR);
        stream.responded(HOUR, System.nanoTime(), () -> true);
        stream.reading();

        awaitALook();

        assertThat(stream.isStopped()).isFalse();
        stream.stop();
    }

    @Test
    void readerMayTakeItsTimeBetweenReads() throws Exception {
        CallClock idle = start(HOUR);
        idle.responded(1, System.nanoTime(), () -> false);
        idle.reading();
        idle.read();

        awaitALook();

        assertThat(idle.isStopped()).isFalse();
        assertThat(ended.getCount()).isEqualTo(1);
        idle.stop();
    }

    @Test
    void callThatIsOverIsNotEnded() throws Exception {
        CallClock over = start(1);
        over.stop();

        awaitALook();

        assertThat(ended.getCount()).isEqualTo(1);
        IOException failure = new IOException("reset");
        assertThat(over.named(failure)).isSameAs(failure);
    }

    @Test
    void listenerThatFailsDoesNotKeepOthersFromBeingEnded() throws Exception {
        start(
                () -> {
                    throw new IllegalStateException("listener");
                },
                0);
        CountDownLatch looked = new CountDownLatch(2);
        start(looked::countDown, 0);
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> looked.getCount() == 1);
        start(looked::countDown, 0);

        assertThat(looked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void timerRestsWhenThereAreNoCallsAndGoesOnWithTheNext() throws Exception {
        start(HOUR).stop();
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(() -> timer.getQueue().isEmpty() && timer.getActiveCount() == 0);

        start(1);

        assertEnds();
    }

    @Test
    void applicationThatEndsDoesNotFailItsLastCalls() {
        timer.shutdownNow();

        CallClock clock = start(1);
        clock.stop();

        assertThat(clock.isStopped()).isTrue();
    }

    @Test
    void manyCallsAtOnceAreAllWatched() {
        WatchList list = new WatchList();
        List<CallClock> clocks = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            clocks.add(CallClock.start(list, () -> {}, 0));
        }
        AtomicInteger seen = new AtomicInteger();

        assertThat(list.visit(clock -> seen.incrementAndGet())).isTrue();
        assertThat(seen).hasValue(5000);

        clocks.forEach(CallClock::stop);
        assertThat(list.visit(clock -> seen.incrementAndGet())).isFalse();
        assertThat(seen).hasValue(5000);
    }

    @Test
    void responseThatNobodyClosesIsNotKeptInMemory() {
        WatchList list = new WatchList();
        CallClock.start(list, () -> {}, 0).responded(1, 0, () -> true);

        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> {
            System.gc();
            return !list.visit(clock -> {});
        });
    }
}
