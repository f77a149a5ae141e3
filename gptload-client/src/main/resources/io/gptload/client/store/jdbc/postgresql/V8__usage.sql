-- Tokens by key, group, model and hour; key_id 0 is a key that is not there any more.
CREATE TABLE gptload_usage_hourly (
    hour_ms bigint NOT NULL,
    group_id bigint NOT NULL,
    key_id bigint NOT NULL,
    model varchar(255) NOT NULL,
    calls bigint NOT NULL,
    calls_untold bigint NOT NULL,
    prompt_tokens bigint NOT NULL,
    completion_tokens bigint NOT NULL,
    cached_tokens bigint NOT NULL,
    total_tokens bigint NOT NULL,
    PRIMARY KEY (hour_ms, group_id, key_id, model)
);
