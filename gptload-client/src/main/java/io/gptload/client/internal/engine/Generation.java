package io.gptload.client.internal.engine;

import io.gptload.client.rewrite.ReplaySafety;
import io.gptload.client.session.CallRequest;

/** Requests that ask a model for something: a success without a body is none. */
final class Generation {

    private Generation() {}

    static boolean expected(CallRequest request) {
        return request.method().equals("POST")
                && ReplaySafety.of(request.method(), request.path()) == ReplaySafety.SAFE;
    }
}
