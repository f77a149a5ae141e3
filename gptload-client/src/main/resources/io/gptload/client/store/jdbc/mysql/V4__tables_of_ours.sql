-- Times here are milliseconds since 1970, so that every database compares them alike. Names are compared to the letter, blanks at the end too.
CREATE TABLE IF NOT EXISTS gptload_versions (
    name varchar(64) NOT NULL PRIMARY KEY,
    version bigint NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=${exact};
INSERT INTO gptload_versions (name, version) VALUES ('groups', 0), ('keys', 0), ('settings', 0), ('key_states', 0)
    ON DUPLICATE KEY UPDATE version = gptload_versions.version;

-- keys_version grows whenever the group gets or loses keys.
CREATE TABLE IF NOT EXISTS gptload_group_versions (
    group_id bigint NOT NULL PRIMARY KEY,
    version bigint NOT NULL,
    keys_version bigint NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=${exact};

CREATE TABLE IF NOT EXISTS gptload_group_settings (
    group_id bigint NOT NULL,
    name varchar(64) NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (group_id, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=${exact};

-- When and why a key's status last changed; the status itself is in api_keys.
CREATE TABLE IF NOT EXISTS gptload_key_status (
    key_id bigint NOT NULL PRIMARY KEY,
    group_id bigint NOT NULL,
    strikes integer NOT NULL,
    rule_id varchar(255) NOT NULL,
    updated_ms bigint NOT NULL,
    version bigint NOT NULL,
    INDEX idx_gptload_key_status_version (version),
    INDEX idx_gptload_key_status_group (group_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=${exact};

-- model '' is the whole key; until_ms 0 is a cooldown that was ended.
CREATE TABLE IF NOT EXISTS gptload_key_cooldowns (
    key_id bigint NOT NULL,
    model varchar(255) NOT NULL,
    group_id bigint NOT NULL,
    until_ms bigint NOT NULL,
    cause varchar(32) NOT NULL,
    rule_id varchar(255) NOT NULL,
    node varchar(64) NOT NULL,
    updated_ms bigint NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (key_id, model),
    INDEX idx_gptload_key_cooldowns_version (version),
    INDEX idx_gptload_key_cooldowns_group (group_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=${exact};
