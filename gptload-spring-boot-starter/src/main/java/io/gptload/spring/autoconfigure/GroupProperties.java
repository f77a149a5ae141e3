package io.gptload.spring.autoconfigure;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One group.
 *
 * @param provider vendor behind it, for instance openai; taken from the name of the group when that is a known vendor
 * @param channel wire format: openai, openai-response, gemini or anthropic; taken from the vendor when not set
 * @param upstreams base URLs; taken from the vendor when not set
 * @param keys keys, separated by commas or line breaks, or a list
 * @param keysFile files with one key a line, for instance file:/run/secrets/openai; lines that start with # are left out
 * @param keysFromEnv environment variables, or properties, that hold keys separated by commas or line breaks
 * @param settings how it behaves, where that differs from gptload.settings
 * @param headerRules headers to set or remove on the way to the vendor
 * @param modelRedirects models replaced by others, for instance gpt-4 by gpt-4o
 * @param modelRedirectStrict whether to refuse models that are not redirected
 * @param paramOverrides JSON object whose members are set in every request body
 * @param failureRules file with failure rules, as JSON, that are asked before the built-in ones
 */
public record GroupProperties(
        @Nullable String provider,
        @Nullable String channel,
        @DefaultValue List<UpstreamProperties> upstreams,
        @DefaultValue List<KeyProperties> keys,
        @DefaultValue List<String> keysFile,
        @DefaultValue List<String> keysFromEnv,
        @DefaultValue SettingsProperties settings,
        @DefaultValue List<HeaderRuleProperties> headerRules,
        @DefaultValue Map<String, String> modelRedirects,
        @DefaultValue("false") boolean modelRedirectStrict,
        @Nullable String paramOverrides,
        @Nullable String failureRules) {

    /** Copies, so that nothing changes later. */
    public GroupProperties {
        upstreams = List.copyOf(upstreams);
        keys = List.copyOf(keys);
        keysFile = List.copyOf(keysFile);
        keysFromEnv = List.copyOf(keysFromEnv);
        headerRules = List.copyOf(headerRules);
        modelRedirects = Copies.of(modelRedirects);
    }
}
