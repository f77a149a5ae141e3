package io.gptload.client.http;

import io.gptload.client.Group;

/** The call API, asynchronous. */
class GroupClientAsyncTest extends AdapterContract {

    @Override
    Caller caller(Group group) {
        return new GroupClientCaller(group, false);
    }
}
