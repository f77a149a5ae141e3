package io.gptload.client.http;

import io.gptload.client.Group;

/** The seam for servers. */
class GroupCallsTest extends AdapterContract {

    @Override
    Caller caller(Group group) {
        return new GroupCallsCaller(group);
    }
}
