package io.gptload.spring.autoconfigure;

import io.gptload.client.config.KeyConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/** Gathers the keys of a group from where its properties say they are. */
final class KeyReading {

    private static final String SEPARATORS = "[,\\s]+";

    private final Environment environment;
    private final ResourceLoader resources;
    private final Problems problems;

    KeyReading(Environment environment, ResourceLoader resources, Problems problems) {
        this.environment = environment;
        this.resources = resources;
        this.problems = problems;
    }

    /** The keys in the order inline, files, variables; a problem when there are none. */
    List<KeyConfig> read(String prefix, GroupProperties group) {
        List<KeyConfig> keys = new ArrayList<>();
        for (int i = 0; i < group.keys().size(); i++) {
            KeyProperties key = group.keys().get(i);
            add(keys, prefix + ".keys[" + i + "]", key.value(), key.account());
        }
        boolean elsewhere = true;
        for (String location : group.keysFile()) {
            elsewhere &= fromFile(keys, prefix + ".keys-file", location);
        }
        for (String variable : group.keysFromEnv()) {
            elsewhere &= fromVariable(keys, prefix + ".keys-from-env", variable);
        }
        if (keys.isEmpty() && elsewhere) {
            problems.add(
                    prefix + ".keys",
                    "there is no key",
                    "Set keys, keys-file or keys-from-env of the group; a placeholder in it may be empty.");
        }
        return keys;
    }

    private void add(List<KeyConfig> keys, String property, String text, @Nullable String account) {
        for (String secret : text.strip().split(SEPARATORS)) {
            if (!secret.isEmpty()) {
                KeyConfig key = problems.ask(property, () -> new KeyConfig(secret, account));
                if (key != null) {
                    keys.add(key);
                }
            }
        }
    }

    private boolean fromFile(List<KeyConfig> keys, String property, String location) {
        String text = text(property, location);
        if (text == null) {
            return false;
        }
        text.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> add(keys, property, line, null));
        return true;
    }

    private boolean fromVariable(List<KeyConfig> keys, String property, String variable) {
        String value = environment.getProperty(variable);
        if (value == null) {
            problems.add(property, "'" + variable + "' is not set", "Set that environment variable, or name another.");
            return false;
        }
        add(keys, property, value, null);
        return true;
    }

    /** The text of a file, or {@code null} and a problem. */
    @Nullable
    String text(String property, String location) {
        Resource file = resources.getResource(location.startsWith("/") ? "file:" + location : location);
        if (!file.isReadable()) {
            problems.add(
                    property,
                    "'" + location + "' is not there or cannot be read",
                    "Name a file that is there, with file: or classpath: in front.");
            return null;
        }
        try {
            return file.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException | UncheckedIOException e) {
            problems.add(property, "'" + location + "' cannot be read: " + e.getMessage(), "Make it readable.");
            return null;
        }
    }
}
