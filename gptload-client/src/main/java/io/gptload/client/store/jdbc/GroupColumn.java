package io.gptload.client.store.jdbc;

import java.util.Locale;

/** A column of a group that can be changed; the value is text unless said otherwise. */
public enum GroupColumn {
    /** Unique. */
    NAME,
    /** For people. */
    DISPLAY_NAME,
    /** Comma separated. */
    PROXY_KEYS,
    /** For people. */
    DESCRIPTION,
    /** A JSON array. */
    UPSTREAMS(true),
    /** Empty for the channel's own. */
    VALIDATION_ENDPOINT,
    /** The wire format. */
    CHANNEL_TYPE,
    /** An {@link Integer}. */
    SORT,
    /** The model keys are validated with. */
    TEST_MODEL,
    /** A JSON object. */
    PARAM_OVERRIDES(true),
    /** A JSON object. */
    CONFIG(true),
    /** A JSON array. */
    HEADER_RULES(true),
    /** A JSON object. */
    MODEL_REDIRECT_RULES(true),
    /** A {@link Boolean}. */
    MODEL_REDIRECT_STRICT;

    private final String column = name().toLowerCase(Locale.ROOT);
    private final boolean json;

    GroupColumn() {
        this(false);
    }

    GroupColumn(boolean json) {
        this.json = json;
    }

    /** Its name in the table. */
    public String column() {
        return column;
    }

    /** Whether the text is JSON. */
    public boolean json() {
        return json;
    }
}
