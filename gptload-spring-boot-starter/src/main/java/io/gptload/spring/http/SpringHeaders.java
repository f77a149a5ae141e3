package io.gptload.spring.http;

import io.gptload.client.wire.HeaderView;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Headers of a Spring request. */
record SpringHeaders(HttpHeaders headers) implements HeaderView {

    @Override
    public @Nullable String first(String name) {
        return headers.getFirst(name);
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        headers.forEach((name, values) -> values.forEach(value -> action.accept(name, value)));
    }
}
