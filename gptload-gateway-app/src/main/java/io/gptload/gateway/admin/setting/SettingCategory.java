package io.gptload.gateway.admin.setting;

import io.gptload.client.store.jdbc.Setting;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How settings are sorted for people, in the order they are shown. */
public enum SettingCategory {
    /** What the gateway is and what it remembers. */
    BASIC(Setting.APP_URL, Setting.ENABLE_REQUEST_BODY_LOGGING),
    /** How upstreams are called. */
    REQUEST(Setting.REQUEST_TIMEOUT, Setting.PROXY_URL),
    /** What is done about failures. */
    KEY(Setting.MAX_RETRIES, Setting.KEY_VALIDATION_TIMEOUT_SECONDS);

    private final Set<Setting> settings;

    SettingCategory(Setting first, Setting last) {
        settings = EnumSet.range(first, last);
    }

    /** Those of it. */
    public Set<Setting> settings() {
        return settings;
    }

    /** What its name is found by. */
    public String messageId() {
        return "config.category." + name().toLowerCase(Locale.ROOT);
    }
}
