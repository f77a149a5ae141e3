package io.gptload.client.rewrite;

import io.gptload.client.config.ModelRedirects;
import io.gptload.client.config.ParamOverrides;
import io.gptload.client.wire.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What a group's model redirects make of a request.
 *
 * @param rawPath the path to send; the one that came unless the model is named in it and is redirected
 * @param bodyModel what {@link BodyEditor} has to set, or {@code null} to leave the body's model alone
 * @param model the model the upstream will be asked for, or {@code null} if the request names none
 * @param requested the model before any redirect, or {@code null} if the request names none
 * @param refused whether the redirects are strict and have no rule for the model; such a request must not be sent
 */
public record ModelRewrite(
        String rawPath,
        @Nullable String bodyModel,
        @Nullable String model,
        @Nullable String requested,
        boolean refused) {

    /**
     * Applies the redirects, after the overrides: a model set by these is redirected too. Gemini's own API is redirected
     * by its path only. A request that names no model passes, as does every request while there are no rules.
     *
     * @param rawPath path of the request as it came, without the base path of an upstream
     */
    public static ModelRewrite of(
            Channel channel, ModelRedirects redirects, ParamOverrides overrides, String rawPath, BodyFacts body) {
        if (ModelLocator.isInPath(channel, rawPath)) {
            String model = GeminiPath.model(rawPath);
            return model == null
                    ? unchanged(rawPath, bodyModel(overrides, body), false)
                    : inPath(redirects, rawPath, model);
        }
        return inBody(redirects, rawPath, bodyModel(overrides, body));
    }

    private static ModelRewrite inPath(ModelRedirects redirects, String rawPath, String model) {
        String target = redirects.target(model);
        if (target != null) {
            return new ModelRewrite(GeminiPath.withModel(rawPath, target), null, target, model, false);
        }
        return unchanged(rawPath, model, refuses(redirects));
    }

    private static ModelRewrite inBody(ModelRedirects redirects, String rawPath, @Nullable String model) {
        String target = model == null ? null : redirects.target(model);
        if (target != null) {
            return new ModelRewrite(rawPath, target, target, model, false);
        }
        return unchanged(rawPath, model, model != null && refuses(redirects));
    }

    private static ModelRewrite unchanged(String rawPath, @Nullable String model, boolean refused) {
        return new ModelRewrite(rawPath, null, model, model, refused);
    }

    private static boolean refuses(ModelRedirects redirects) {
        return redirects.strict() && !redirects.isEmpty();
    }

    private static @Nullable String bodyModel(ParamOverrides overrides, BodyFacts body) {
        ParamOverrides.Member override = overrides.isEmpty() ? null : overrides.member(MemberEdit.MODEL);
        return override != null && body.isObject() ? override.text() : body.model();
    }
}
