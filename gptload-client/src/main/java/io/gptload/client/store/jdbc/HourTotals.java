package io.gptload.client.store.jdbc;

/**
 * Calls by how they ended.
 *
 * @param success with an answer below 400
 * @param failure any other way
 */
public record HourTotals(long success, long failure) {

    /** No calls. */
    public static final HourTotals NONE = new HourTotals(0, 0);

    /** Both. */
    public long total() {
        return success + failure;
    }

    /** The failures among all, from 0 to 1; 0 when there were no calls. */
    public double failureRate() {
        return total() == 0 ? 0 : (double) failure / total();
    }

    HourTotals plus(HourTotals other) {
        return new HourTotals(success + other.success, failure + other.failure);
    }
}
