package io.gptload.spring.http;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.AbstractClientHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/** An answer whose body comes as it is asked for; who stops reading ends it. */
final class ReactiveResponse extends AbstractClientHttpResponse {

    ReactiveResponse(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
        super(
                HttpStatusCode.valueOf(response.statusCode()),
                headers(response),
                new LinkedMultiValueMap<>(),
                body(response.body()));
    }

    private static HttpHeaders headers(HttpResponse<?> response) {
        HttpHeaders headers = new HttpHeaders();
        response.headers().map().forEach(headers::addAll);
        return headers;
    }

    private static Flux<DataBuffer> body(Flow.Publisher<List<ByteBuffer>> body) {
        return JdkFlowAdapter.flowPublisherToFlux(body)
                .concatMapIterable(buffers -> buffers)
                .map(DefaultDataBufferFactory.sharedInstance::wrap);
    }
}
