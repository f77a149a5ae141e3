package io.gptload.gateway.admin.group;

import io.gptload.client.store.jdbc.GroupRow;

/** Gives a group the keys of another. Thread-safe. */
public interface GroupKeyCopier {

    /**
     * Copies keys, now or in the background; none is lost because something else is under way.
     *
     * @param validOnly whether invalid ones are left out
     */
    void copy(GroupRow from, GroupRow to, boolean validOnly);
}
