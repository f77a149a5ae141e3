package io.gptload.client.store.jdbc;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.config.Requirement;
import java.util.List;

/** The settings of groups that gpt-load does not have: what they are called and what they may be. */
public final class ExtraSettings {

    private static final List<String> NAMES = List.of(
            "failure_policy",
            "key_budgets",
            "max_key_rotations",
            "max_replay_body",
            "max_wait_ms",
            "provider",
            "stream_idle_timeout");

    private ExtraSettings() {}

    /** The names there are, sorted. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Checks a value as it would be stored.
     *
     * @throws ConfigurationException if there is no such setting, or the engine would refuse the value
     */
    public static void check(String name, String value) {
        if (!NAMES.contains(name)) {
            throw new ConfigurationException("gptload", name, Requirement.ONE_OF, String.join(", ", NAMES));
        }
        try {
            GroupSettings.Builder builder = GroupSettings.builder();
            EngineSettings.set(builder, name, value);
            builder.build();
        } catch (NumberFormatException | ArithmeticException e) {
            throw new ConfigurationException(name, value, Requirement.WHOLE_NUMBER);
        } catch (ConfigurationException e) {
            throw e.at(name); // the engine may know it by another name
        }
    }
}
