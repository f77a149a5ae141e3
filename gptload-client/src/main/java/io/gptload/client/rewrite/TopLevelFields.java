package io.gptload.client.rewrite;

import org.jspecify.annotations.Nullable;

/**
 * What a scan found.
 *
 * @param object whether the bytes are an object, as far as they were read
 * @param model the string called {@code model}, unescaped, or {@code null}
 * @param modelStart index of the opening quote of that string, or -1
 * @param modelEnd index behind the closing quote, or -1
 * @param stream whether {@code stream} is true
 */
record TopLevelFields(boolean object, @Nullable String model, int modelStart, int modelEnd, boolean stream) {

    static final TopLevelFields NONE = new TopLevelFields(false, null, -1, -1, false);
}
