package io.gptload.client.http;

import io.gptload.client.Group;

/** The {@code java.net.http} wrapper, asynchronous. */
class JdkAsyncTest extends AdapterContract {

    @Override
    Caller caller(Group group) {
        return new JdkCaller(group, false);
    }
}
