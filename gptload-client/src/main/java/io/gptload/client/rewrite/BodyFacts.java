package io.gptload.client.rewrite;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the engine needs to know of a JSON request body: its top-level {@code model} and {@code stream}. Nothing is read
 * before the first question; then the bytes are scanned once, only until both were found. The bytes must not change.
 *
 * <p>The scan is no validation: it follows the outermost object exactly and takes nested values on trust. A body that is
 * not an object, or that ends too early for the scan, has no facts; nothing is ever thrown. Of a repeated name the last
 * one counts, as it does for the JSON libraries of the providers, except that what follows behind the point where the
 * scan stopped is not seen. {@link BodyEditor} replaces every occurrence, so a redirect cannot be evaded that way.
 *
 * <p>Safe for use by several threads.
 */
public final class BodyFacts {

    /** Of a request without a body, or with one that was not kept. */
    public static final BodyFacts NONE = new BodyFacts(new byte[0], 0, 0);

    private final byte[] body;
    private final int offset;
    private final int length;

    // Written at most once per thread with equal, immutable content.
    private @Nullable TopLevelFields fields;

    private BodyFacts(byte[] body, int offset, int length) {
        this.body = body;
        this.offset = offset;
        this.length = length;
    }

    /** The facts of a whole array, which is not copied. */
    public static BodyFacts of(byte[] body) {
        return of(body, 0, body.length);
    }

    /**
     * The facts of a part of an array, which is not copied.
     *
     * @throws IndexOutOfBoundsException if the part is not inside the array
     */
    public static BodyFacts of(byte[] body, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, body.length);
        return length == 0 ? NONE : new BodyFacts(body, offset, length);
    }

    /** The model asked for, unescaped; {@code null} if there is none or it is not a string. */
    public @Nullable String model() {
        return fields().model();
    }

    /** Index in the array of the opening quote of the model; -1 if there is no model. */
    public int modelStart() {
        return fields().modelStart();
    }

    /** Index in the array behind the closing quote of the model; -1 if there is no model. */
    public int modelEnd() {
        return fields().modelEnd();
    }

    /** Whether {@code stream}, in any case, is {@code true}; a value that is no boolean counts for nothing. */
    public boolean stream() {
        return fields().stream();
    }

    /** Whether the body is a JSON object, as far as it was read. */
    public boolean isObject() {
        return fields().object();
    }

    private TopLevelFields fields() {
        TopLevelFields known = fields;
        if (known == null) {
            known = TopLevelScanner.scan(body, offset, length);
            fields = known;
        }
        return known;
    }

    /** Says how long the body is; never what is in it. */
    @Override
    public String toString() {
        return "BodyFacts[" + length + " bytes]";
    }
}
