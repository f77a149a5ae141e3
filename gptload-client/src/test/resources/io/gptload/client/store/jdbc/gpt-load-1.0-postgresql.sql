CREATE TABLE system_settings (
    id bigserial,
    setting_key varchar(255) NOT NULL,
    setting_value text NOT NULL,
    description varchar(512),
    created_at timestamptz,
    updated_at timestamptz,
    PRIMARY KEY (id),
    CONSTRAINT uni_system_settings_setting_key UNIQUE (setting_key)
);
CREATE TABLE groups (
    id bigserial,
    name varchar(255) NOT NULL,
    display_name varchar(255),
    description varchar(512),
    upstreams jsonb NOT NULL,
    channel_type varchar(50) NOT NULL,
    sort bigint DEFAULT 0,
    test_model varchar(255) NOT NULL,
    param_overrides jsonb,
    config jsonb,
    last_validated_at timestamptz,
    created_at timestamptz,
    updated_at timestamptz,
    PRIMARY KEY (id),
    CONSTRAINT uni_groups_name UNIQUE (name)
);
CREATE TABLE api_keys (
    id bigserial,
    key_value varchar(512) NOT NULL,
    group_id bigint NOT NULL,
    status varchar(50) NOT NULL DEFAULT 'active',
    request_count bigint NOT NULL DEFAULT 0,
    failure_count bigint NOT NULL DEFAULT 0,
    last_used_at timestamptz,
    created_at timestamptz,
    updated_at timestamptz,
    PRIMARY KEY (id),
    CONSTRAINT fk_groups_api_keys FOREIGN KEY (group_id) REFERENCES groups(id)
);
CREATE UNIQUE INDEX idx_group_key ON api_keys (group_id,key_value);
CREATE TABLE request_logs (
    id varchar(36) NOT NULL,
    timestamp timestamptz NOT NULL,
    group_id bigint NOT NULL,
    key_id bigint NOT NULL,
    is_success boolean NOT NULL,
    source_ip varchar(45),
    status_code bigint NOT NULL,
    request_path varchar(1024),
    duration bigint NOT NULL,
    error_message text,
    user_agent varchar(512),
    retries bigint NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX idx_request_logs_timestamp ON request_logs (timestamp);
CREATE INDEX idx_request_logs_group_id ON request_logs (group_id);
CREATE INDEX idx_request_logs_key_id ON request_logs (key_id);
CREATE TABLE group_hourly_stats (
    id bigserial,
    time timestamptz NOT NULL,
    group_id bigint NOT NULL,
    success_count bigint NOT NULL DEFAULT 0,
    failure_count bigint NOT NULL DEFAULT 0,
    created_at timestamptz,
    updated_at timestamptz,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX idx_group_time ON group_hourly_stats (time,group_id);
INSERT INTO groups VALUES (1,'old','Old','','[{"url":"https://u","weight":1}]','openai',5,'m','{}','{"max_retries":7}',NULL,'2026-01-02 03:04:05.123+08','2026-01-02 03:04:05.123+08');
SELECT setval('groups_id_seq', (SELECT max(id) FROM groups));
INSERT INTO api_keys VALUES (1,'sk-leakcanary-old',1,'active',4,0,'2026-01-02 03:04:05.123+08','2026-01-02 03:04:05.123+08','2026-01-02 03:04:05.123+08'),(2,'sk-leakcanary-older',1,'invalid',0,3,NULL,'2026-01-02 03:04:05.123+08','2026-01-02 03:04:05.123+08');
SELECT setval('api_keys_id_seq', (SELECT max(id) FROM api_keys));
INSERT INTO request_logs VALUES ('5f0c6f0e-7a53-4b9a-8f57-0a4b1f6d9c11','2026-01-02 03:04:05.123+08',1,1,true,'::1',200,'/proxy/old/v1/chat/completions',321,'','',0);
