package io.gptload.simulator;

/** How the provider treats a key. */
public enum KeyBehaviour {
    /** Works, within its limits if it has any. */
    VALID,
    /** Refused with the provider's own marker of a wrong key. */
    INVALID,
    /** Refused with a 401 that does not say why. */
    REJECTED,
    /** Refused with a 403 for the caller's region; the key itself is fine. */
    FORBIDDEN,
    /** Refused because the account was suspended. */
    SUSPENDED,
    /** Refused because credit or the daily quota is used up. */
    OUT_OF_QUOTA
}
