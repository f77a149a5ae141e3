package io.gptload.client.store.jdbc;

import java.util.List;

/**
 * Some of the rows of a question.
 *
 * @param items those rows, in the order asked for
 * @param total how many there are in all
 */
public record Page<T>(List<T> items, long total) {

    /** Copies the list. */
    public Page {
        items = List.copyOf(items);
    }
}
