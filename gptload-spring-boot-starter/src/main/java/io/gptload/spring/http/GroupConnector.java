package io.gptload.spring.http;

import io.gptload.client.Group;
import io.gptload.client.http.jdk.GptLoadHttpClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Function;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Sends through a group by the JDK's client. Not Spring's own connector for that client: there, who stops reading an answer
 * does not end it, and the provider goes on producing.
 */
final class GroupConnector implements ClientHttpConnector {

    private final HttpClient client;

    GroupConnector(Group group) {
        this.client =
                GptLoadHttpClient.builder(group).proxy(GroupProxy.of(group)).build();
    }

    @Override
    public Mono<ClientHttpResponse> connect(
            HttpMethod method, URI uri, Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
        CollectedRequest request = new CollectedRequest(method, uri);
        return requestCallback
                .apply(request)
                .then(Mono.defer(() -> Mono.fromCompletionStage(
                        client.sendAsync(request.getNativeRequest(), BodyHandlers.ofPublisher()))))
                .map(ReactiveResponse::new);
    }
}
