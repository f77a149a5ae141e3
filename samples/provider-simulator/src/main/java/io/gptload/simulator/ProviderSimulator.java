package io.gptload.simulator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An LLM provider without a network: takes requests, knows keys and their limits, and fails on demand. It lives on the injected
 * clock, never waits, and is safe for use by many threads.
 *
 * <p>A request is judged in this order: a fault that replaces all answers, path and method, missing credential, the key itself,
 * the body, the model, credit, limits. Only requests that pass all of it count against limits. The reply to model {@code m} is
 * always "Hello from m".
 *
 * <p>Tokens are estimated as one for every four bytes, rounded up: the whole request body, plus the text of the reply.
 */
public final class ProviderSimulator {
    private final InstantSource clock;
    private final Gate gate;
    private final Replies replies;
    private final Map<String, SimulatedKey> keys = new ConcurrentHashMap<>();
    private final LimitCounters limits = new LimitCounters();
    private final FaultSequence faults = new FaultSequence();
    private final CallJournal journal = new CallJournal();
    private final AtomicLong serial = new AtomicLong();
    private volatile Duration chunkDelay;

    private ProviderSimulator(Builder builder) {
        clock = builder.clock;
        gate = new Gate(Set.copyOf(builder.models), Set.copyOf(builder.unknownModels));
        replies =
                new Replies(builder.models.isEmpty() ? List.of("sim-large", "sim-small") : List.copyOf(builder.models));
        chunkDelay = builder.chunkDelay;
        builder.keys.forEach(this::setKey);
    }

    /** Starts a simulator on the system clock, without keys, that knows every model. */
    public static Builder builder() {
        return new Builder();
    }

    /** Answers a request, and counts it. */
    public SimulatedResponse handle(SimulatedRequest request) {
        Exchange exchange = Exchange.of(request, serial.incrementAndGet(), clock.instant());
        SimulatedResponse response = answer(exchange);
        journal.add(new SimulatedCall(
                exchange.at(),
                Credentials.mask(exchange.key()),
                exchange.key(),
                exchange.protocol(),
                request.rawPath(),
                exchange.body().model(),
                response.status(),
                request.headers()));
        return response;
    }

    private SimulatedResponse answer(Exchange exchange) {
        Fault fault = faults.strike(current -> !current.kind().changesSuccess());
        if (fault != null) {
            return FaultEffects.replace(fault, exchange);
        }
        ProviderError refusal = gate.refuseCall(exchange);
        if (refusal != null) {
            return exchange.respond(refusal);
        }
        String value = exchange.key();
        SimulatedKey known = value == null ? null : keys.get(value);
        SimulatedKey key = known == null ? SimulatedKey.invalid(String.valueOf(value)) : known;
        refusal = gate.refuseKey(exchange, key);
        if (refusal == null) {
            refusal = gate.refuseContent(exchange, key);
        }
        return refusal == null ? admit(exchange, key) : exchange.respond(refusal);
    }

    private SimulatedResponse admit(Exchange exchange, SimulatedKey key) {
        String text = String.join("", Reply.pieces(exchange.model()));
        TokenEstimate tokens = TokenEstimate.of(exchange.request().body(), text);
        HeaderMap headers = new HeaderMap();
        if (!exchange.protocol().isModelList()) {
            Admission admission = limits.admit(key, exchange.model(), tokens.total(), exchange.at());
            RateLimitHeaders.write(headers, exchange.route().dialect(), key, admission, exchange.at());
            Reading exhausted = admission.exhausted();
            if (exhausted != null) {
                HeaderMap all = exchange.headers("application/json").addAll(headers);
                return exchange.respond(exchange.errors().rateLimited(exhausted, exchange.model()), all);
            }
        }
        SimulatedResponse response = replies.answer(exchange, headers, tokens, chunkDelay);
        Fault fault = faults.strike(current -> FaultEffects.canSpoil(current, response));
        return fault == null ? response : FaultEffects.spoil(fault, response, exchange);
    }

    /** Adds a key, or changes how a known one behaves; what the key itself used up of its limits is forgotten. */
    public void setKey(SimulatedKey key) {
        keys.put(key.value(), key);
        limits.forget(key.value());
    }

    /**
     * Uses up the limits of a key: their windows start now, and nothing of them is left. Limits that count for each model are
     * left alone.
     *
     * @throws IllegalArgumentException if the provider does not know the key
     */
    public void exhaust(String key) {
        SimulatedKey known = keys.get(key);
        if (known == null) {
            throw new IllegalArgumentException("The provider does not know the key " + Credentials.mask(key));
        }
        limits.exhaust(known, clock.instant());
    }

    /** Forgets a key, which makes it invalid. */
    public void removeKey(String key) {
        keys.remove(key);
        limits.forget(key);
    }

    /** Returns the keys the provider knows. */
    public List<SimulatedKey> keys() {
        return List.copyOf(keys.values());
    }

    /** Lets faults strike from now on, in place of those in force: the first until it is used up, then the next. */
    public void fail(Fault first, Fault... next) {
        List<Fault> sequence = new ArrayList<>();
        sequence.add(first);
        sequence.addAll(List.of(next));
        faults.replaceWith(sequence);
    }

    /** Ends all faults. */
    public void recover() {
        faults.replaceWith(List.of());
    }

    /** Sets the wait between the chunks of a stream. */
    public void chunkDelay(Duration delay) {
        chunkDelay = delay;
    }

    /** Returns the number of all calls, faults included. */
    public long calls() {
        return journal.total().calls();
    }

    /** Returns the number of calls that carried the key. */
    public long calls(String key) {
        return journal.of(key).calls();
    }

    /** Returns the number of calls that carried the key and were answered with 2xx. */
    public long served(String key) {
        return journal.of(key).served();
    }

    /** Returns the number of calls that were answered with 2xx. */
    public long served() {
        return journal.total().served();
    }

    /** Returns the number of calls that were answered with 429. */
    public long rateLimited() {
        return journal.total().rateLimited();
    }

    /** Returns the latest calls, at most 10,000, oldest first. */
    public List<SimulatedCall> callLog() {
        return journal.latest();
    }

    /** Sets all counts of calls to zero and empties the log. Limits keep what was used up. */
    public void resetCounters() {
        journal.clear();
    }

    /** Gives all keys their full limits again. */
    public void resetLimits() {
        limits.clear();
    }

    Map<String, CallJournal.Tally> talliesByKey() {
        return journal.byKey();
    }

    @Nullable
    Fault currentFault() {
        return faults.current();
    }

    /** Collects what a simulator starts with. */
    public static final class Builder {
        private final List<SimulatedKey> keys = new ArrayList<>();
        private final Set<String> models = new LinkedHashSet<>();
        private final Set<String> unknownModels = new LinkedHashSet<>();
        private InstantSource clock = InstantSource.system();
        private Duration chunkDelay = Duration.ZERO;

        private Builder() {}

        /** Sets the clock of windows and log entries. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Adds a key. */
        public Builder key(SimulatedKey key) {
            keys.add(key);
            return this;
        }

        /** Adds keys. */
        public Builder keys(SimulatedKey... more) {
            keys.addAll(List.of(more));
            return this;
        }

        /** Limits the provider to these models; all others are unknown to it. */
        public Builder models(String... names) {
            models.addAll(List.of(names));
            return this;
        }

        /** Names models the provider does not know. */
        public Builder unknownModels(String... names) {
            unknownModels.addAll(List.of(names));
            return this;
        }

        /** Sets the wait between the chunks of a stream. */
        public Builder chunkDelay(Duration delay) {
            chunkDelay = delay;
            return this;
        }

        /** Builds the simulator. */
        public ProviderSimulator build() {
            return new ProviderSimulator(this);
        }
    }
}
