package io.gptload.client.http;

import io.gptload.client.Group;

/** The {@code java.net.http} wrapper, blocking. */
class JdkBlockingTest extends AdapterContract {

    @Override
    Caller caller(Group group) {
        return new JdkCaller(group, true);
    }
}
