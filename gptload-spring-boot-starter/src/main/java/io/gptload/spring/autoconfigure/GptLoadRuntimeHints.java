package io.gptload.spring.autoconfigure;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ReflectionUtils;

/** What a native image cannot find out by itself: files of the client, and conversions of properties. */
final class GptLoadRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("io/gptload/client/policy/failure-rules.json");
        hints.resources().registerPattern("io/gptload/client/store/jdbc/*/*.sql");
        fromText(hints, KeyProperties.class);
        fromText(hints, UpstreamProperties.class);
    }

    private static void fromText(RuntimeHints hints, Class<?> type) {
        Method conversion = ReflectionUtils.findMethod(type, "of", String.class);
        if (conversion != null) {
            hints.reflection().registerMethod(conversion, ExecutableMode.INVOKE);
        }
    }
}
