-- Named keys of clients. Only the hash of a key is kept, and its last letters for people. 0 is no limit; group_ids and models, one a line, allow all when empty.
CREATE TABLE gptload_client_keys (
    id bigserial PRIMARY KEY,
    name varchar(64) NOT NULL,
    note varchar(255) NOT NULL,
    key_hash varchar(64) NOT NULL,
    key_tail varchar(8) NOT NULL,
    enabled boolean NOT NULL,
    expires_ms bigint,
    group_ids text NOT NULL,
    models text NOT NULL,
    requests_per_minute integer NOT NULL,
    daily_requests bigint NOT NULL,
    daily_tokens bigint NOT NULL,
    last_used_ms bigint,
    created_ms bigint NOT NULL,
    updated_ms bigint NOT NULL,
    version bigint NOT NULL
);
CREATE UNIQUE INDEX idx_gptload_client_keys_name ON gptload_client_keys (name);
CREATE UNIQUE INDEX idx_gptload_client_keys_hash ON gptload_client_keys (key_hash);

-- What each of them used, by day of UTC.
CREATE TABLE gptload_client_usage (
    day_ms bigint NOT NULL,
    client_id bigint NOT NULL,
    requests bigint NOT NULL,
    refused bigint NOT NULL,
    prompt_tokens bigint NOT NULL,
    completion_tokens bigint NOT NULL,
    PRIMARY KEY (day_ms, client_id)
);

-- Whose call a row of the request log belongs to.
CREATE TABLE gptload_client_calls (
    log_id varchar(36) NOT NULL PRIMARY KEY,
    client_id bigint NOT NULL,
    client_name varchar(64) NOT NULL,
    logged_ms bigint NOT NULL
);
CREATE INDEX idx_gptload_client_calls_client ON gptload_client_calls (client_id);

INSERT INTO gptload_versions (name, version) VALUES ('client_keys', 0);
