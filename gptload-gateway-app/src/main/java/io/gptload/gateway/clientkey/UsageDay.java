package io.gptload.gateway.clientkey;

import io.gptload.client.store.jdbc.ClientUsage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a client used on one day of UTC: counted here, and as far as the database tells by other nodes. Thread-safe, but what
 * concerns the database is for one thread at a time.
 */
final class UsageDay {

    private final long epochDay;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong promptTokens = new AtomicLong();
    private final AtomicLong completionTokens = new AtomicLong();
    private ClientUsage written = ClientUsage.NONE;
    private volatile ClientUsage elsewhere = ClientUsage.NONE;

    UsageDay(long epochDay) {
        this.epochDay = epochDay;
    }

    long epochDay() {
        return epochDay;
    }

    /** Counts a call, unless it would be one too many. @param most 0 for any number @return whether it was counted */
    boolean takeRequest(long most) {
        long here = requests.incrementAndGet();
        if (most > 0 && here + elsewhere.requests() > most) {
            requests.decrementAndGet();
            return false;
        }
        return true;
    }

    void giveRequestBack() {
        requests.decrementAndGet();
    }

    void countRefused() {
        refused.incrementAndGet();
    }

    void countTokens(long prompt, long completion) {
        promptTokens.addAndGet(prompt);
        completionTokens.addAndGet(completion);
    }

    /** Of all nodes, as far as it is known. */
    long tokens() {
        return promptTokens.get() + completionTokens.get() + elsewhere.tokens();
    }

    /** What is to be added in the database. */
    ClientUsage unwritten() {
        return here().minus(written);
    }

    /** That much was added in the database. */
    void written(ClientUsage more) {
        written = written.plus(more);
    }

    /** The database, which has all that was written, says so of all nodes. */
    void stored(ClientUsage sum) {
        elsewhere = sum.minus(written);
    }

    /** Of other nodes, and of this one before it started. */
    ClientUsage elsewhere() {
        return elsewhere;
    }

    private ClientUsage here() {
        return new ClientUsage(requests.get(), refused.get(), promptTokens.get(), completionTokens.get());
    }
}
