package io.gptload.client.http.jdk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;

/** Reads a request's body into memory. */
final class CollectedBody implements Flow.Subscriber<ByteBuffer> {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> collected = new CompletableFuture<>();

    private CollectedBody() {}

    /**
     * Blocks until the publisher is done, which for bodies of known length is at once.
     *
     * @throws IOException if the publisher fails
     */
    static byte[] of(BodyPublisher publisher) throws IOException {
        CollectedBody body = new CollectedBody();
        publisher.subscribe(body);
        try {
            return body.collected.join();
        } catch (CompletionException e) {
            throw new IOException("The request's body could not be read", e.getCause());
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        byte[] part = new byte[buffer.remaining()];
        buffer.get(part);
        bytes.writeBytes(part);
    }

    @Override
    public void onError(Throwable failure) {
        collected.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        collected.complete(bytes.toByteArray());
    }
}
