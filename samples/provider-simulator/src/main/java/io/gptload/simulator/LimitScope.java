package io.gptload.simulator;

/** Who shares the counter of a limit. */
public enum LimitScope {
    /** Every key counts for itself. */
    PER_KEY,
    /** Every pair of key and model counts for itself. */
    PER_KEY_MODEL,
    /** The keys of an account share one counter. */
    PER_ACCOUNT,
    /** The keys of an account share one counter per model. */
    PER_ACCOUNT_MODEL;

    boolean perModel() {
        return this == PER_KEY_MODEL || this == PER_ACCOUNT_MODEL;
    }

    boolean perAccount() {
        return this == PER_ACCOUNT || this == PER_ACCOUNT_MODEL;
    }

    static LimitScope of(boolean perAccount, boolean perModel) {
        if (perAccount) {
            return perModel ? PER_ACCOUNT_MODEL : PER_ACCOUNT;
        }
        return perModel ? PER_KEY_MODEL : PER_KEY;
    }
}
