CREATE TABLE system_settings (
    id bigint NOT NULL,
    setting_key character varying(255) NOT NULL,
    setting_value text NOT NULL,
    description character varying(512),
    created_at timestamp with time zone,
    updated_at timestamp with time zone
);
CREATE SEQUENCE system_settings_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE system_settings_id_seq OWNED BY system_settings.id;
ALTER TABLE ONLY system_settings ALTER COLUMN id SET DEFAULT nextval('system_settings_id_seq'::regclass);
ALTER TABLE ONLY system_settings ADD CONSTRAINT system_settings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY system_settings ADD CONSTRAINT uni_system_settings_setting_key UNIQUE (setting_key);
CREATE TABLE groups (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    display_name character varying(255),
    proxy_keys text,
    description character varying(512),
    group_type character varying(50) DEFAULT 'standard'::character varying,
    upstreams jsonb NOT NULL,
    validation_endpoint character varying(255),
    channel_type character varying(50) NOT NULL,
    sort bigint DEFAULT 0,
    test_model character varying(255) NOT NULL,
    param_overrides jsonb,
    config jsonb,
    header_rules jsonb,
    model_redirect_rules jsonb,
    model_redirect_strict boolean DEFAULT false,
    last_validated_at timestamp with time zone,
    created_at timestamp with time zone,
    updated_at timestamp with time zone
);
CREATE SEQUENCE groups_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE groups_id_seq OWNED BY groups.id;
ALTER TABLE ONLY groups ALTER COLUMN id SET DEFAULT nextval('groups_id_seq'::regclass);
ALTER TABLE ONLY groups ADD CONSTRAINT groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY groups ADD CONSTRAINT uni_groups_name UNIQUE (name);
CREATE TABLE group_sub_groups (
    id bigint NOT NULL,
    group_id bigint NOT NULL,
    sub_group_id bigint NOT NULL,
    weight bigint DEFAULT 0,
    created_at timestamp with time zone,
    updated_at timestamp with time zone
);
CREATE SEQUENCE group_sub_groups_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE group_sub_groups_id_seq OWNED BY group_sub_groups.id;
ALTER TABLE ONLY group_sub_groups ALTER COLUMN id SET DEFAULT nextval('group_sub_groups_id_seq'::regclass);
ALTER TABLE ONLY group_sub_groups ADD CONSTRAINT group_sub_groups_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX idx_group_sub ON group_sub_groups USING btree (group_id, sub_group_id);
CREATE TABLE api_keys (
    id bigint NOT NULL,
    key_value text NOT NULL,
    key_hash character varying(128),
    group_id bigint NOT NULL,
    status character varying(50) NOT NULL DEFAULT 'active'::character varying,
    notes character varying(255) DEFAULT ''::character varying,
    request_count bigint NOT NULL DEFAULT 0,
    failure_count bigint NOT NULL DEFAULT 0,
    last_used_at timestamp with time zone,
    created_at timestamp with time zone,
    updated_at timestamp with time zone
);
CREATE SEQUENCE api_keys_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE api_keys_id_seq OWNED BY api_keys.id;
ALTER TABLE ONLY api_keys ALTER COLUMN id SET DEFAULT nextval('api_keys_id_seq'::regclass);
ALTER TABLE ONLY api_keys ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);
CREATE INDEX idx_api_keys_key_hash ON api_keys USING btree (key_hash);
CREATE INDEX idx_api_keys_group_id ON api_keys USING btree (group_id);
CREATE INDEX idx_api_keys_status ON api_keys USING btree (status);
CREATE INDEX idx_api_keys_group_last_used_id ON api_keys USING btree (group_id, last_used_at, id);
ALTER TABLE ONLY api_keys ADD CONSTRAINT fk_groups_api_keys FOREIGN KEY (group_id) REFERENCES groups(id);
CREATE TABLE request_logs (
    id character varying(36) NOT NULL,
    timestamp timestamp with time zone NOT NULL,
    group_id bigint NOT NULL,
    group_name character varying(255),
    parent_group_id bigint,
    parent_group_name character varying(255),
    key_value text,
    key_hash character varying(128),
    model character varying(255),
    is_success boolean NOT NULL,
    source_ip character varying(64),
    status_code bigint NOT NULL,
    request_path character varying(500),
    duration bigint NOT NULL,
    error_message text,
    user_agent character varying(512),
    request_type character varying(20) NOT NULL DEFAULT 'final'::character varying,
    upstream_addr character varying(500),
    is_stream boolean NOT NULL,
    request_body text
);
ALTER TABLE ONLY request_logs ADD CONSTRAINT request_logs_pkey PRIMARY KEY (id);
CREATE INDEX idx_request_logs_timestamp ON request_logs USING btree ("timestamp");
CREATE INDEX idx_request_logs_group_id ON request_logs USING btree (group_id);
CREATE INDEX idx_request_logs_group_name ON request_logs USING btree (group_name);
CREATE INDEX idx_request_logs_parent_group_id ON request_logs USING btree (parent_group_id);
CREATE INDEX idx_request_logs_parent_group_name ON request_logs USING btree (parent_group_name);
CREATE INDEX idx_request_logs_key_hash ON request_logs USING btree (key_hash);
CREATE INDEX idx_request_logs_model ON request_logs USING btree (model);
CREATE INDEX idx_request_logs_request_type ON request_logs USING btree (request_type);
CREATE TABLE group_hourly_stats (
    id bigint NOT NULL,
    time timestamp with time zone NOT NULL,
    group_id bigint NOT NULL,
    success_count bigint NOT NULL DEFAULT 0,
    failure_count bigint NOT NULL DEFAULT 0,
    created_at timestamp with time zone,
    updated_at timestamp with time zone
);
CREATE SEQUENCE group_hourly_stats_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE group_hourly_stats_id_seq OWNED BY group_hourly_stats.id;
ALTER TABLE ONLY group_hourly_stats ALTER COLUMN id SET DEFAULT nextval('group_hourly_stats_id_seq'::regclass);
ALTER TABLE ONLY group_hourly_stats ADD CONSTRAINT group_hourly_stats_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX idx_group_time ON group_hourly_stats USING btree ("time", group_id);
INSERT INTO system_settings VALUES (1,'app_url','http://localhost:3001','config.app_url_desc','2026-01-02 03:04:05.123+08','2026-01-02 03:04:05.123+08'),(2,'max_idle_conns','1e+06','','2026-01-02 03:04:05.123+08','2026-01-02 03:04:05.123+08');
SELECT setval('system_settings_id_seq', (SELECT max(id) FROM system_settings));
INSERT INTO groups VALUES (1,'old','旧 🗝',NULL,'','standard','[{"url":"https://u","weight":1}]','','openai',5,'m','{"seed":9007199254740993}','{"max_retries":7}','[]','null',false,'2026-01-02 03:04:05.123+08','2026-01-02 03:04:05.123+08','2026-01-02 03:04:05.123+08'),(2,'all','','','','aggregate','[]','','openai',0,'-','null','{}','[]','{}',false,NULL,'2026-01-02 03:04:05.123+08','2026-01-02 03:04:05.123+08');
SELECT setval('groups_id_seq', (SELECT max(id) FROM groups));
INSERT INTO group_sub_groups VALUES (1,2,1,3,'2026-01-02 03:04:05.123+08','2026-01-02 03:04:05.123+08');
SELECT setval('group_sub_groups_id_seq', (SELECT max(id) FROM group_sub_groups));
INSERT INTO api_keys VALUES (1,'${key}','${hash}',1,'active','mine',4,0,'2026-01-02 03:04:05.123+08','2026-01-02 03:04:05.123+08','2026-01-02 03:04:05.123+08'),(2,'${key2}','${hash2}',1,'invalid','',0,3,NULL,'2026-01-02 03:04:05.123+08','2026-01-02 03:04:05.123+08');
SELECT setval('api_keys_id_seq', (SELECT max(id) FROM api_keys));
INSERT INTO request_logs VALUES ('5f0c6f0e-7a53-4b9a-8f57-0a4b1f6d9c11','2026-01-02 03:04:05.123+08',1,'old',2,'all','${key}','${hash}','gpt-4o',true,'::1',200,'/proxy/all/v1/chat/completions',321,'','','final','https://u/v1/chat/completions',true,'');
INSERT INTO group_hourly_stats VALUES (1,'2026-01-02 03:00:00+08',1,4,1,'2026-01-02 03:04:05.123+08','2026-01-02 03:04:05.123+08');
SELECT setval('group_hourly_stats_id_seq', (SELECT max(id) FROM group_hourly_stats));
