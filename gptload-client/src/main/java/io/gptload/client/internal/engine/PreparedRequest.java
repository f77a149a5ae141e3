package io.gptload.client.internal.engine;

import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.ModelRedirects;
import io.gptload.client.config.ParamOverrides;
import io.gptload.client.rewrite.BodyEditor;
import io.gptload.client.rewrite.BodyFacts;
import io.gptload.client.rewrite.Credential;
import io.gptload.client.rewrite.ModelLocator;
import io.gptload.client.rewrite.ModelRewrite;
import io.gptload.client.rewrite.StreamDetector;
import io.gptload.client.session.CallRequest;
import org.jspecify.annotations.Nullable;

/** A caller's request as a group sends it, but for what depends on the key and the upstream. Confined to its session. */
final class PreparedRequest {

    private final GroupConfig config;
    private final CallRequest request;
    private final String path;
    private final byte @Nullable [] edited;
    private final Credential credential;
    private @Nullable BodyFacts facts;
    private @Nullable String model;
    private @Nullable String requestedModel;
    private boolean modelKnown;

    /** @param edited the body to send; {@code null} for the request's own */
    private PreparedRequest(GroupConfig config, CallRequest request, String path, byte @Nullable [] edited) {
        this.config = config;
        this.request = request;
        this.path = path;
        this.edited = edited;
        this.credential = Credential.of(config.channel(), request.path(), request.headers());
    }

    /** @return {@code null} when the group's model redirects are strict and do not know the model */
    static @Nullable PreparedRequest of(GroupConfig config, CallRequest request) {
        ModelRedirects redirects = config.modelRedirects();
        ParamOverrides overrides = config.paramOverrides();
        if (redirects.isEmpty() && overrides.isEmpty()) {
            return asIs(config, request);
        }
        byte[] body = request.body();
        if (redirects.isEmpty() && body == null) {
            return asIs(config, request);
        }
        BodyFacts facts = body == null ? BodyFacts.NONE : BodyFacts.of(body);
        ModelRewrite rewrite = ModelRewrite.of(config.channel(), redirects, overrides, request.path(), facts);
        if (rewrite.refused()) {
            return null;
        }
        byte[] edited = body == null ? null : BodyEditor.apply(body, overrides, rewrite.bodyModel());
        PreparedRequest prepared = new PreparedRequest(config, request, rewrite.rawPath(), edited);
        prepared.model = rewrite.model();
        prepared.requestedModel = rewrite.requested();
        prepared.modelKnown = true;
        return prepared;
    }

    /** The request without the group's model redirects and parameters. */
    static PreparedRequest asIs(GroupConfig config, CallRequest request) {
        return new PreparedRequest(config, request, request.path(), null);
    }

    /** How the key is presented. */
    Credential credential() {
        return credential;
    }

    /** Whether the caller asked for a stream. */
    boolean stream() {
        return StreamDetector.isStream(config.channel(), request.path(), request.query(), request.headers(), facts());
    }

    /** The raw path below the upstream's base URL. */
    String path() {
        return path;
    }

    byte @Nullable [] body() {
        return edited == null ? request.body() : edited;
    }

    boolean isBodyUnread() {
        return edited == null && request.isBodyUnread();
    }

    /** The model it asks for, after redirects; {@code null} when it names none. Looked for the first time it is asked. */
    @Nullable
    String model() {
        if (!modelKnown) {
            model = ModelLocator.model(config.channel(), path, facts());
            modelKnown = true;
        }
        return model;
    }

    /** The model it asked for before redirects. */
    @Nullable
    String requestedModel() {
        return requestedModel == null ? model() : requestedModel;
    }

    /** The model, if it was looked for already. */
    @Nullable
    String modelIfKnown() {
        return model;
    }

    private BodyFacts facts() {
        if (facts == null) {
            byte[] body = body();
            facts = body == null ? BodyFacts.NONE : BodyFacts.of(body);
        }
        return facts;
    }
}
