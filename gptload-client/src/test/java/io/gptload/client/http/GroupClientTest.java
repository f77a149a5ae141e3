package io.gptload.client.http;

import io.gptload.client.Group;

/** The call API, blocking. */
class GroupClientTest extends AdapterContract {

    @Override
    Caller caller(Group group) {
        return new GroupClientCaller(group, true);
    }
}
