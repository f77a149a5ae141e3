package io.gptload.client.store.shared;

import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.StandardGroup;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.GptLoadListener;
import io.gptload.client.event.KeyRef;
import io.gptload.client.session.Attempt;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Session;
import io.gptload.client.session.Step;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.client.wire.HeaderView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A process that shares a pool: its own store on a common file, its own engine. */
public final class SharedNode implements AutoCloseable, GptLoadListener {

    public final JdbcStore store;
    public final SharedPool pool;
    public final GptLoad engine;
    public final List<GptLoadEvent> events = new CopyOnWriteArrayList<>();

    public SharedNode(Path file, StoreOptions options, UnaryOperator<SharedPool.Builder> how) {
        this(JdbcStore.sqlite(file, options), how);
    }

    public SharedNode(JdbcStore store, UnaryOperator<SharedPool.Builder> how) {
        this.store = store;
        pool = how.apply(SharedPool.of(store)).build();
        engine = GptLoad.builder()
                .listener(pool)
                .listener(this)
                .time(store.options().time())
                .build();
        pool.start(engine);
    }

    @Override
    public void onEvent(GptLoadEvent event) {
        events.add(event);
    }

    @Override
    public boolean wantsCalls() {
        return false;
    }

    public StandardGroup group(String name) {
        return (StandardGroup) engine.group(name);
    }

    public Explanation.Key key(String group, String secret) {
        return key(group, secret, null);
    }

    public Explanation.Key key(String group, String secret, @Nullable String model) {
        return group(group).explain(model).keys().stream()
                .filter(key -> key.key().equals(KeyRef.of(secret)))
                .findFirst()
                .orElseThrow();
    }

    public Explanation.State state(String group, String secret) {
        return key(group, secret).state();
    }

    /** What a provider says. */
    public record Said(int status, Map<String, String> headers, String body) {

        public static final Said OK = new Said(200, Map.of("content-type", "application/json"), "{}");

        public static Said status(int status) {
            return new Said(status, Map.of("content-type", "application/json"), "{}");
        }

        public static Said limited(int seconds) {
            return new Said(429, Map.of("retry-after", String.valueOf(seconds)), "{}");
        }
    }

    /** Makes a call. @return the status the caller gets */
    public int call(String group, Function<Attempt, Said> provider) {
        String body = "{\"model\":\"m\",\"messages\":[]}";
        Session session = engine.group(group)
                .newSession(CallRequest.of("POST", "/v1/chat/completions")
                        .body(body.getBytes(StandardCharsets.UTF_8))
                        .build());
        Step step = session.begin();
        Attempt attempt = null;
        Said said = Said.OK;
        while (true) {
            if (step instanceof Step.Send send) {
                attempt = send.attempt();
                said = provider.apply(attempt);
                step = attempt.onResponse(said.status, HeaderView.of(said.headers));
            } else if (step instanceof Step.Inspect && attempt != null) {
                byte[] bytes = said.body.getBytes(StandardCharsets.UTF_8);
                step = attempt.onBody(bytes, 0, bytes.length);
                step = step instanceof Step.Inspect ? attempt.onBodyEnd() : step;
            } else if (step instanceof Step.Pause pause) {
                LockSupport.parkNanos(pause.length().toNanos());
                step = session.resume();
            } else if (step instanceof Step.Reply reply) {
                return reply.answer().status();
            } else if (step instanceof Step.Relay) {
                if (attempt != null) {
                    attempt.onEnd();
                }
                return said.status;
            } else {
                throw new AssertionError("Unexpected: " + step);
            }
        }
    }

    /** Writes down what the engine learned. */
    public void write() {
        pool.keyStates().flush();
    }

    @Override
    public void close() {
        pool.close();
        store.close();
    }
}
