package io.gptload.client.http;

import io.gptload.client.Group;

/** The OkHttp interceptor. */
class OkHttpInterceptorTest extends AdapterContract {

    @Override
    Caller caller(Group group) {
        return new OkHttpCaller(group);
    }
}
