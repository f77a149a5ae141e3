package io.gptload.client.internal.engine;

import io.gptload.client.config.GroupConfig;
import io.gptload.client.rewrite.BodyEditor;
import io.gptload.client.rewrite.BodyFacts;
import io.gptload.client.rewrite.ModelLocator;
import io.gptload.client.rewrite.ModelRewrite;
import io.gptload.client.session.CallRequest;
import org.jspecify.annotations.Nullable;

/** A caller's request as a group sends it, but for what depends on the key and the upstream. Confined to its session. */
final class PreparedRequest {

    private final GroupConfig config;
    private final String path;
    private final byte @Nullable [] body;
    private @Nullable BodyFacts facts;
    private @Nullable String model;
    private boolean modelKnown;

    private PreparedRequest(GroupConfig config, String path, byte @Nullable [] body) {
        this.config = config;
        this.path = path;
        this.body = body;
    }

    /** @return {@code null} when the group's model redirects are strict and do not know the model */
    static @Nullable PreparedRequest of(GroupConfig config, CallRequest request) {
        byte[] body = request.body();
        if (body != null && body.length > 0 && !config.paramOverrides().isEmpty()) {
            body = BodyEditor.apply(body, config.paramOverrides(), null);
        }
        PreparedRequest plain = new PreparedRequest(config, request.path(), body);
        if (config.modelRedirects().isEmpty()) {
            return plain;
        }
        ModelRewrite rewrite =
                ModelRewrite.of(config.channel(), request.path(), plain.facts(), config.modelRedirects());
        if (rewrite.refused()) {
            return null;
        }
        if (!rewrite.changed()) {
            return plain;
        }
        byte[] edited = body == null || rewrite.bodyModel() == null
                ? body
                : BodyEditor.apply(body, io.gptload.client.config.ParamOverrides.EMPTY, rewrite.bodyModel());
        return new PreparedRequest(config, rewrite.path(), edited);
    }

    /** The raw path below the upstream's base URL. */
    String path() {
        return path;
    }

    byte @Nullable [] body() {
        return body;
    }

    /** The model it asks for, after redirects; {@code null} when it names none. Looked for the first time it is asked. */
    @Nullable String model() {
        if (!modelKnown) {
            model = ModelLocator.model(config.channel(), path, facts());
            modelKnown = true;
        }
        return model;
    }

    /** The model, if it was looked for already. */
    @Nullable String modelIfKnown() {
        return model;
    }

    private BodyFacts facts() {
        if (facts == null) {
            facts = body == null ? BodyFacts.NONE : BodyFacts.of(body);
        }
        return facts;
    }
}
