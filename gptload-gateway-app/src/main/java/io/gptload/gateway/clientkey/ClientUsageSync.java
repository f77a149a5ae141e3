package io.gptload.gateway.clientkey;

import io.gptload.client.store.jdbc.ClientUsage;
import io.gptload.client.store.jdbc.ClientUsageRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what clients used into the database, and what other nodes counted out of it, every second; no call waits for it.
 * What cannot be written stays in memory until it can. Thread-safe.
 */
public final class ClientUsageSync implements AutoCloseable {

    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(ClientUsageSync.class);

    private final ClientRegistry registry;
    private final ClientUsageRepository repository;
    private final ScheduledFuture<?> timer;
    private final LongAdder failures = new LongAdder();
    private boolean failing;

    ClientUsageSync(ClientRegistry registry, ClientUsageRepository repository, ScheduledExecutorService scheduler) {
        this.registry = registry;
        this.repository = repository;
        this.timer = scheduler.scheduleWithFixedDelay(
                this::flush, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is to be written of one day. */
    private static final class Batch {
        final Map<UsageDay, ClientUsage> days = new HashMap<>();
        final Map<Long, ClientUsage> used = new HashMap<>();
        final Map<Long, Instant> lastUsed = new HashMap<>();
    }

    /** Writes what is new, then reads what others wrote. A database that does not answer is asked again next time. */
    public synchronized void flush() {
        try {
            List<ClientMeter> meters = registry.meters();
            write(meters);
            if (registry.clients().stream().anyMatch(NamedClient::hasDailyLimit)) {
                read(meters);
            }
            registry.forget(meters.stream().filter(ClientMeter::isWritten).toList());
            failing = false;
        } catch (RuntimeException e) {
            failures.increment();
            if (!failing) {
                LOG.warn("The use of client keys cannot be written or read now, will try again: {}", e.toString());
            }
            failing = true;
        }
    }

    private void write(List<ClientMeter> meters) {
        Map<Long, Batch> batches = new TreeMap<>();
        Map<ClientMeter, Instant> taken = new HashMap<>();
        for (ClientMeter meter : meters) {
            UsageDay today = meter.today();
            meter.past().forEach(day -> collect(meter, day, batches));
            collect(meter, today, batches);
            Instant used = meter.takeLastUsed();
            if (used != null) {
                taken.put(meter, used);
                batches.computeIfAbsent(today.epochDay(), day -> new Batch())
                        .lastUsed
                        .put(meter.clientId(), used);
            }
        }
        try {
            batches.forEach((day, batch) -> {
                repository.add(LocalDate.ofEpochDay(day), batch.used, batch.lastUsed);
                batch.days.forEach(UsageDay::written);
            });
        } catch (RuntimeException e) {
            taken.forEach(ClientMeter::putBackLastUsed);
            throw e;
        }
        for (ClientMeter meter : meters) {
            meter.past().stream()
                    .filter(day -> day.unwritten().equals(ClientUsage.NONE))
                    .forEach(meter::forget);
        }
    }

    private static void collect(ClientMeter meter, UsageDay day, Map<Long, Batch> batches) {
        ClientUsage more = day.unwritten();
        if (!more.equals(ClientUsage.NONE)) {
            Batch batch = batches.computeIfAbsent(day.epochDay(), epochDay -> new Batch());
            batch.days.put(day, more);
            batch.used.put(meter.clientId(), more);
        }
    }

    private void read(List<ClientMeter> meters) {
        Map<Long, Map<Long, ClientUsage>> sums = new HashMap<>();
        for (ClientMeter meter : meters) {
            UsageDay today = meter.today();
            today.stored(sums.computeIfAbsent(today.epochDay(), day -> repository.of(LocalDate.ofEpochDay(day)))
                    .getOrDefault(meter.clientId(), ClientUsage.NONE));
        }
    }

    /** How often the database could not be written to or read. */
    public long failures() {
        return failures.sum();
    }

    /** Writes what is new and stops. */
    @Override
    public void close() {
        timer.cancel(false);
        flush();
    }
}
