package io.gptload.gateway.admin.setting;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.ProxyUrl;
import io.gptload.client.config.Requirement;
import io.gptload.client.config.StatusCodes;
import io.gptload.client.store.jdbc.Setting;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Values for settings as requests bring them, of the system or of a group: what is taken is what the engine can run with. */
public final class SettingInput {

    /** Beyond this an HTTP client cannot count in milliseconds. */
    private static final int LONGEST_TIMEOUT_SECONDS = Integer.MAX_VALUE / 1000;

    private static final int LONGEST_NAME_SHOWN = 64;

    private SettingInput() {}

    /**
     * The setting of that name.
     *
     * @param allowed which of them may be given here
     * @throws ConfigurationException if there is none, with the names of those there are
     */
    public static Setting known(String name, Predicate<Setting> allowed) {
        return Setting.ofKey(name)
                .filter(allowed)
                .orElseThrow(() -> new ConfigurationException(
                        "setting",
                        name.length() <= LONGEST_NAME_SHOWN ? name : name.substring(0, LONGEST_NAME_SHOWN) + "...",
                        Requirement.ONE_OF,
                        Arrays.stream(Setting.values())
                                .filter(allowed)
                                .map(Setting::key)
                                .collect(Collectors.joining(", "))));
    }

    /**
     * The value as a {@link String}, {@link Integer} or {@link Boolean}.
     *
     * @throws ConfigurationException if it is not allowed; secrets are not shown
     */
    public static Object read(Setting setting, JsonNode value) {
        return switch (setting.type()) {
            case NUMBER -> number(setting, value);
            case FLAG -> flag(setting, value);
            case TEXT -> text(setting, value);
        };
    }

    /** The largest value of a setting that is a number. */
    static int maximum(Setting setting) {
        return switch (setting) {
            case CONNECT_TIMEOUT, RESPONSE_HEADER_TIMEOUT -> LONGEST_TIMEOUT_SECONDS;
            default -> Integer.MAX_VALUE;
        };
    }

    private static Integer number(Setting setting, JsonNode value) {
        int largest = maximum(setting);
        if (value.isNumber()
                && value.canConvertToExactIntegral()
                && value.canConvertToInt()
                && value.intValue() >= setting.minimum()
                && value.intValue() <= largest) {
            return value.intValue();
        }
        throw new ConfigurationException(
                setting.key(), shown(value), Requirement.INTEGER_BETWEEN, setting.minimum(), largest);
    }

    private static Boolean flag(Setting setting, JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        throw new ConfigurationException(setting.key(), shown(value), Requirement.FLAG);
    }

    private static String text(Setting setting, JsonNode value) {
        if (!value.isString()) {
            throw new ConfigurationException(setting.key(), "****", Requirement.TEXT);
        }
        String text = setting == Setting.PROXY_KEYS ? tidied(value.stringValue()) : value.stringValue();
        if (setting.required() && text.isBlank()) {
            throw new ConfigurationException(setting.key(), "", Requirement.NOT_EMPTY);
        }
        if (setting == Setting.FAILOVER_STATUS_CODES) {
            StatusCodes.parse(text);
        }
        if (setting == Setting.PROXY_URL && !text.isBlank()) {
            ProxyUrl.parse(text);
        }
        return text;
    }

    private static String tidied(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(","))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .collect(Collectors.joining(","));
    }

    /** Strings are not shown: somebody may have put a key into the wrong field. */
    private static String shown(JsonNode value) {
        return value.isNumber() || value.isBoolean() || value.isNull() ? value.toString() : "****";
    }
}
