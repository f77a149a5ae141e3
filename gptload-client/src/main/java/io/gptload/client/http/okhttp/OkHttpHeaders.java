package io.gptload.client.http.okhttp;

import io.gptload.client.wire.HeaderView;
import java.util.function.BiConsumer;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** OkHttp's headers as the engine reads them. */
record OkHttpHeaders(Headers headers) implements HeaderView {

    @Override
    public @Nullable String first(String name) {
        for (int i = 0, size = headers.size(); i < size; i++) {
            if (HeaderView.isSameName(headers.name(i), name)) {
                return headers.value(i);
            }
        }
        return null;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < headers.size(); i++) {
            action.accept(headers.name(i), headers.value(i));
        }
    }

    @Override
    public String toString() {
        return "OkHttpHeaders[" + headers.names() + "]";
    }
}
