package io.gptload.client.internal.engine;

/** How long a call has waited, in nanoseconds. Made when it first does. */
final class Patience {

    private long forKey;
    private long forUpstream;
    private long forSlice;

    /** @return whether there is that much patience left for a key to come back; if so it is used up */
    boolean forKey(long wait, long most) {
        boolean enough = forKey + wait <= most;
        forKey += enough ? wait : 0;
        return enough;
    }

    /** @return whether there is that much patience left to learn what is left of a budget; if so it is used up */
    boolean forSlice(long wait, long most) {
        boolean enough = forSlice + wait <= most;
        forSlice += enough ? wait : 0;
        return enough;
    }

    /** @return whether there is that much patience left for an upstream to come back; if so it is used up */
    boolean forUpstream(long wait, long most) {
        boolean enough = forUpstream + wait <= most;
        forUpstream += enough ? wait : 0;
        return enough;
    }
}
