package io.gptload.client.http.jdk;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;

/** Publishes a body that is in memory. */
final class OneBuffer implements Flow.Subscription {

    private final byte[] body;
    private final Flow.Subscriber<? super List<ByteBuffer>> subscriber;
    private boolean done;

    private OneBuffer(byte[] body, Flow.Subscriber<? super List<ByteBuffer>> subscriber) {
        this.body = body;
        this.subscriber = subscriber;
    }

    static void publish(byte[] body, Flow.Subscriber<? super List<ByteBuffer>> subscriber) {
        subscriber.onSubscribe(new OneBuffer(body, subscriber));
    }

    @Override
    public void request(long n) {
        if (!done) {
            done = true;
            if (body.length > 0) {
                subscriber.onNext(List.of(ByteBuffer.wrap(body).asReadOnlyBuffer()));
            }
            subscriber.onComplete();
        }
    }

    @Override
    public void cancel() {
        done = true;
    }
}
