package io.gptload.client.store.redis;

/** What went wrong, in one line. */
final class Causes {

    private Causes() {}

    static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String why = cause == failure ? "" : " (" + cause + ")";
        return failure + why;
    }
}
