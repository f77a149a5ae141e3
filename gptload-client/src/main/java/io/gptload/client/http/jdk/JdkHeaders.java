package io.gptload.client.http.jdk;

import io.gptload.client.rewrite.HeaderEdits;
import io.gptload.client.session.Header;
import io.gptload.client.wire.HeaderView;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The JDK's headers as the engine reads them, and what is needed to make others. */
record JdkHeaders(HttpHeaders headers) implements HeaderView {

    /** The client sets these itself and takes no others. */
    private static final Set<String> RESERVED = Set.of("connection", "content-length", "expect", "host", "upgrade");

    @Override
    public @Nullable String first(String name) {
        return headers.firstValue(name).orElse(null);
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        headers.map().forEach((name, values) -> values.forEach(value -> action.accept(name, value)));
    }

    @Override
    public String toString() {
        return "JdkHeaders[" + headers.map().keySet() + "]";
    }

    static HttpHeaders of(Map<String, List<String>> headers) {
        return HttpHeaders.of(headers, (name, value) -> true);
    }

    static Map<String, List<String>> grouped(List<Header> headers) {
        Map<String, List<String>> grouped = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach(header -> grouped.computeIfAbsent(header.name(), name -> new ArrayList<>())
                .add(header.value()));
        return grouped;
    }

    static HttpHeaders edited(HttpHeaders headers, List<Header> set) {
        if (set.isEmpty()) {
            return headers;
        }
        Map<String, List<String>> edited = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        edited.putAll(headers.map());
        set.forEach(header -> edited.put(header.name(), List.of(header.value())));
        return of(edited);
    }

    static void copy(HttpHeaders from, HeaderEdits edits, HttpRequest.Builder to) {
        from.map().forEach((name, values) -> {
            if (!edits.removes(name)) {
                values.forEach(value -> to.header(name, value));
            }
        });
        edits.forEachSet((name, value) -> {
            if (!RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                to.setHeader(name, value);
            }
        });
    }
}
