package io.gptload.spring.autoconfigure;

import io.gptload.client.config.KeyConfig;
import io.gptload.client.config.KeyOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/** Gathers the keys of a group from where its properties say they are. */
final class KeyReading {

    private static final String SEPARATORS = "[,\\s]+";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\s*\\$\\{([A-Za-z0-9._-]+)}\\s*");

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
        boolean found = true;
        for (int i = 0; i < group.keys().size(); i++) {
            KeyProperties key = group.keys().get(i);
            found &= inline(keys, prefix + ".keys[" + i + "]", key);
        }
        for (String location : group.keysFile()) {
            found &= fromFile(keys, prefix + ".keys-file", location);
        }
        for (String variable : group.keysFromEnv()) {
            found &= fromVariable(keys, prefix + ".keys-from-env", variable);
        }
        if (keys.isEmpty() && found) {
            problems.add(
                    prefix + ".keys",
                    "there is no key",
                    "Set keys, keys-file or keys-from-env of the group; a placeholder in it may be empty.");
        }
        return keys;
    }

    /** A placeholder without a value is left standing by Spring Boot. */
    private boolean inline(List<KeyConfig> keys, String property, KeyProperties key) {
        Matcher placeholder = PLACEHOLDER.matcher(key.value());
        if (placeholder.matches()) {
            String variable = placeholder.group(1);
            problems.add(property, "'${" + variable + "}' is not set", "Set " + variable + " or replace it.");
            return false;
        }
        add(keys, property, key.value(), options(property, key));
        return true;
    }

    /** What is wrong is told, and left out. */
    private KeyOptions options(String property, KeyProperties key) {
        KeyOptions plain = KeyOptions.DEFAULTS;
        KeyOptions account = problems.ask(property + ".account", () -> plain.withAccount(key.account()));
        KeyOptions tier = problems.ask(property + ".tier", () -> plain.withTier(key.tier()));
        KeyOptions weight = problems.ask(property + ".weight", () -> plain.withWeight(key.weight()));
        return account == null || tier == null || weight == null
                ? plain
                : account.withTier(key.tier()).withWeight(key.weight());
    }

    private void add(List<KeyConfig> keys, String property, String text, KeyOptions options) {
        for (String secret : text.strip().split(SEPARATORS)) {
            if (!secret.isEmpty()) {
                KeyConfig key = problems.ask(property, () -> new KeyConfig(secret, options));
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
                .forEach(line -> add(keys, property, line, KeyOptions.DEFAULTS));
        return true;
    }

    private boolean fromVariable(List<KeyConfig> keys, String property, String variable) {
        String value = environment.getProperty(variable);
        if (value == null) {
            problems.add(property, "'" + variable + "' is not set", "Set that environment variable, or name another.");
            return false;
        }
        add(keys, property, value, KeyOptions.DEFAULTS);
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
