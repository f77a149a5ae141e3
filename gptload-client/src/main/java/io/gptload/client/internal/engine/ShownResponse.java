package io.gptload.client.internal.engine;

import io.gptload.client.session.Answer;
import io.gptload.client.session.Header;
import io.gptload.client.wire.HeaderView;
import io.gptload.client.wire.Masking;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upstream's response that is no success, as a caller may see it: without our key, which some upstreams repeat in their
 * errors and redirects.
 *
 * @param inspection what was seen of its body; {@code null} for nothing
 */
record ShownResponse(
        int status, HeaderView headers, @Nullable BodyInspection inspection, String secret) {

    private static final String LOCATION = "Location";

    /** Whether the body cannot be relayed as it comes. */
    boolean bodyHoldsSecret() {
        return status >= 400 && withoutSecret() != null;
    }

    private byte @Nullable [] withoutSecret() {
        return inspection == null ? null : inspection.withoutSecret(secret);
    }

    /** All of it, as far as it is known. */
    Answer answer() {
        byte[] clean = withoutSecret();
        List<Header> shown = new ArrayList<>();
        headers.forEach((name, value) -> {
            boolean ofTheBody = name.equalsIgnoreCase("Content-Length")
                    || name.equalsIgnoreCase("Transfer-Encoding")
                    || (clean != null && name.equalsIgnoreCase("Content-Encoding"));
            if (!ofTheBody) {
                shown.add(new Header(name, value));
            }
        });
        byte[] body = inspection == null ? new byte[0] : inspection.bytes();
        return new Answer(status, shown, clean == null ? body : clean);
    }

    /** Those headers and what else has to be set when it is relayed: a redirect may repeat the query, and the key in it. */
    List<Header> edits(List<Header> set) {
        String location = headers.first(LOCATION);
        String plain = location == null ? null : Masking.redact(location, secret);
        if (plain == null || plain.equals(location)) {
            return set;
        }
        List<Header> all = new ArrayList<>(set);
        all.add(new Header(LOCATION, plain));
        return all;
    }

    /** Says what it is about; bodies and redirects may hold secrets. */
    @Override
    public String toString() {
        return "ShownResponse[" + status + "]";
    }
}
