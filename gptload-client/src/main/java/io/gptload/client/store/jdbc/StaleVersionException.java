package io.gptload.client.store.jdbc;

/** Somebody else changed the row since it was read. Read it again and decide anew. */
public final class StaleVersionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StaleVersionException(String what, long id, long expected) {
        super(what + " " + id + " is not at version " + expected + " any more");
    }
}
