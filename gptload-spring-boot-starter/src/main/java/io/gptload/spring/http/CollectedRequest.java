package io.gptload.spring.http;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.AbstractClientHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A request whose body is complete before it is sent, as it may have to be sent again. */
final class CollectedRequest extends AbstractClientHttpRequest {

    /** Those the JDK's client sets itself and lets nobody else set. */
    private static final Set<String> CLIENTS_OWN =
            caseless("Connection", "Content-Length", "Expect", "Host", "Upgrade");

    private final HttpMethod method;
    private final URI uri;
    private final HttpRequest.Builder request;
    private byte @Nullable [] body;

    CollectedRequest(HttpMethod method, URI uri) {
        this.method = method;
        this.uri = uri;
        this.request = HttpRequest.newBuilder(uri);
    }

    private static Set<String> caseless(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Set.of(names));
        return set;
    }

    @Override
    public HttpMethod getMethod() {
        return method;
    }

    @Override
    public URI getURI() {
        return uri;
    }

    @Override
    public DataBufferFactory bufferFactory() {
        return DefaultDataBufferFactory.sharedInstance;
    }

    /** Complete once the request was committed. */
    @Override
    @SuppressWarnings("unchecked")
    public HttpRequest getNativeRequest() {
        byte[] bytes = body;
        return request.method(
                        method.name(), bytes == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes))
                .build();
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> buffers) {
        return doCommit(() -> DataBufferUtils.join(buffers)
                .doOnNext(joined -> {
                    byte[] bytes = new byte[joined.readableByteCount()];
                    joined.read(bytes);
                    DataBufferUtils.release(joined);
                    body = bytes;
                })
                .then());
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> parts) {
        return writeWith(Flux.from(parts).concatMap(Function.identity()));
    }

    @Override
    public Mono<Void> setComplete() {
        return doCommit(Mono::empty);
    }

    @Override
    protected void applyHeaders() {
        getHeaders().forEach((name, values) -> {
            if (!CLIENTS_OWN.contains(name)) {
                values.forEach(value -> request.header(name, value));
            }
        });
        if (!getHeaders().containsHeader(HttpHeaders.ACCEPT)) {
            request.header(HttpHeaders.ACCEPT, "*/*");
        }
    }

    /** Providers set none. */
    @Override
    protected void applyCookies() {}
}
