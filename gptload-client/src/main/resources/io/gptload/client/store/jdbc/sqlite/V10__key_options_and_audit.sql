-- How keys are used, of those that are not used like any other: account '' is one of their own, disabled_until_ms 0 is enabled.
CREATE TABLE gptload_key_options (
    key_id bigint NOT NULL PRIMARY KEY,
    group_id bigint NOT NULL,
    account varchar(255) NOT NULL,
    tier integer NOT NULL,
    weight integer NOT NULL,
    disabled_until_ms bigint NOT NULL,
    updated_ms bigint NOT NULL
);
CREATE INDEX idx_gptload_key_options_group ON gptload_key_options (group_id);

-- Who changed what; nothing here is a secret.
CREATE TABLE gptload_audit (
    id varchar(36) NOT NULL PRIMARY KEY,
    at_ms bigint NOT NULL,
    actor varchar(64) NOT NULL,
    address varchar(64) NOT NULL,
    request_id varchar(128) NOT NULL,
    action varchar(64) NOT NULL,
    outcome varchar(16) NOT NULL,
    group_name varchar(255) NOT NULL,
    target varchar(255) NOT NULL,
    detail varchar(512) NOT NULL
);
CREATE INDEX idx_gptload_audit_at ON gptload_audit (at_ms);
