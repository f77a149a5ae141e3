package io.gptload.client.http;

import io.gptload.client.Group;

/** The anthropic-java interceptor. */
class AnthropicInterceptorTest extends AdapterContract {

    @Override
    Caller caller(Group group) {
        return new AnthropicCaller(group);
    }
}
