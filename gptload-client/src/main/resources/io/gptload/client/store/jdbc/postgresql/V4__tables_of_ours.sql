-- Times here are milliseconds since 1970, so that every database compares them alike.
CREATE TABLE gptload_versions (
    name varchar(64) NOT NULL PRIMARY KEY,
    version bigint NOT NULL
);
INSERT INTO gptload_versions (name, version) VALUES ('groups', 0), ('keys', 0), ('settings', 0), ('key_states', 0);

-- keys_version grows whenever the group gets or loses keys.
CREATE TABLE gptload_group_versions (
    group_id bigint NOT NULL PRIMARY KEY,
    version bigint NOT NULL,
    keys_version bigint NOT NULL DEFAULT 0
);

CREATE TABLE gptload_group_settings (
    group_id bigint NOT NULL,
    name varchar(64) NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (group_id, name)
);

-- When and why a key's status last changed; the status itself is in api_keys.
CREATE TABLE gptload_key_status (
    key_id bigint NOT NULL PRIMARY KEY,
    group_id bigint NOT NULL,
    strikes integer NOT NULL,
    rule_id varchar(255) NOT NULL,
    updated_ms bigint NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX idx_gptload_key_status_version ON gptload_key_status (version);
CREATE INDEX idx_gptload_key_status_group ON gptload_key_status (group_id);

-- model '' is the whole key; until_ms 0 is a cooldown that was ended.
CREATE TABLE gptload_key_cooldowns (
    key_id bigint NOT NULL,
    model varchar(255) NOT NULL,
    group_id bigint NOT NULL,
    until_ms bigint NOT NULL,
    cause varchar(32) NOT NULL,
    rule_id varchar(255) NOT NULL,
    node varchar(64) NOT NULL,
    updated_ms bigint NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (key_id, model)
);
CREATE INDEX idx_gptload_key_cooldowns_version ON gptload_key_cooldowns (version);
CREATE INDEX idx_gptload_key_cooldowns_group ON gptload_key_cooldowns (group_id);
