CREATE TABLE `system_settings` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `setting_key` varchar(255) NOT NULL,
  `setting_value` text NOT NULL,
  `description` varchar(512) DEFAULT NULL,
  `created_at` datetime(3) DEFAULT NULL,
  `updated_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uni_system_settings_setting_key` (`setting_key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE `groups` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(255) NOT NULL,
  `display_name` varchar(255) DEFAULT NULL,
  `proxy_keys` text DEFAULT NULL,
  `description` varchar(512) DEFAULT NULL,
  `group_type` varchar(50) DEFAULT 'standard',
  `upstreams` json NOT NULL,
  `validation_endpoint` varchar(255) DEFAULT NULL,
  `channel_type` varchar(50) NOT NULL,
  `sort` bigint(20) DEFAULT 0,
  `test_model` varchar(255) NOT NULL,
  `param_overrides` json DEFAULT NULL,
  `config` json DEFAULT NULL,
  `header_rules` json DEFAULT NULL,
  `model_redirect_rules` json DEFAULT NULL,
  `model_redirect_strict` tinyint(1) DEFAULT 0,
  `last_validated_at` datetime(3) DEFAULT NULL,
  `created_at` datetime(3) DEFAULT NULL,
  `updated_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uni_groups_name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE `group_sub_groups` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `group_id` bigint(20) unsigned NOT NULL,
  `sub_group_id` bigint(20) unsigned NOT NULL,
  `weight` bigint(20) DEFAULT 0,
  `created_at` datetime(3) DEFAULT NULL,
  `updated_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `idx_group_sub` (`group_id`,`sub_group_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE `api_keys` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `key_value` text NOT NULL,
  `key_hash` varchar(128) DEFAULT NULL,
  `group_id` bigint(20) unsigned NOT NULL,
  `status` varchar(50) NOT NULL DEFAULT 'active',
  `notes` varchar(255) DEFAULT '',
  `request_count` bigint(20) NOT NULL DEFAULT 0,
  `failure_count` bigint(20) NOT NULL DEFAULT 0,
  `last_used_at` datetime(3) DEFAULT NULL,
  `created_at` datetime(3) DEFAULT NULL,
  `updated_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `idx_api_keys_key_hash` (`key_hash`),
  KEY `idx_api_keys_group_id` (`group_id`),
  KEY `idx_api_keys_status` (`status`),
  KEY `idx_api_keys_group_last_used_id` (`group_id`,`last_used_at`,`id`),
  CONSTRAINT `fk_groups_api_keys` FOREIGN KEY (`group_id`) REFERENCES `groups` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE `request_logs` (
  `id` varchar(36) NOT NULL,
  `timestamp` datetime(3) NOT NULL,
  `group_id` bigint(20) unsigned NOT NULL,
  `group_name` varchar(255) DEFAULT NULL,
  `parent_group_id` bigint(20) unsigned DEFAULT NULL,
  `parent_group_name` varchar(255) DEFAULT NULL,
  `key_value` text DEFAULT NULL,
  `key_hash` varchar(128) DEFAULT NULL,
  `model` varchar(255) DEFAULT NULL,
  `is_success` tinyint(1) NOT NULL,
  `source_ip` varchar(64) DEFAULT NULL,
  `status_code` bigint(20) NOT NULL,
  `request_path` varchar(500) DEFAULT NULL,
  `duration` bigint(20) NOT NULL,
  `error_message` text DEFAULT NULL,
  `user_agent` varchar(512) DEFAULT NULL,
  `request_type` varchar(20) NOT NULL DEFAULT 'final',
  `upstream_addr` varchar(500) DEFAULT NULL,
  `is_stream` tinyint(1) NOT NULL,
  `request_body` text DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `idx_request_logs_timestamp` (`timestamp`),
  KEY `idx_request_logs_group_id` (`group_id`),
  KEY `idx_request_logs_group_name` (`group_name`),
  KEY `idx_request_logs_parent_group_id` (`parent_group_id`),
  KEY `idx_request_logs_parent_group_name` (`parent_group_name`),
  KEY `idx_request_logs_key_hash` (`key_hash`),
  KEY `idx_request_logs_model` (`model`),
  KEY `idx_request_logs_request_type` (`request_type`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE `group_hourly_stats` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `time` datetime(3) NOT NULL,
  `group_id` bigint(20) unsigned NOT NULL,
  `success_count` bigint(20) NOT NULL DEFAULT 0,
  `failure_count` bigint(20) NOT NULL DEFAULT 0,
  `created_at` datetime(3) DEFAULT NULL,
  `updated_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `idx_group_time` (`time`,`group_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `system_settings` VALUES (1,'app_url','http://localhost:3001','config.app_url_desc','2026-01-02 03:04:05.123','2026-01-02 03:04:05.123'),(2,'max_idle_conns','1e+06','','2026-01-02 03:04:05.123','2026-01-02 03:04:05.123');
INSERT INTO `groups` VALUES (1,'old','旧 🗝',NULL,'','standard','[{"url":"https://u","weight":1}]','','openai',5,'m','{"seed":9007199254740993}','{"max_retries":7}','[]','null',0,'2026-01-02 03:04:05.123','2026-01-02 03:04:05.123','2026-01-02 03:04:05.123'),(2,'all','','','','aggregate','[]','','openai',0,'-','null','{}','[]','{}',0,NULL,'2026-01-02 03:04:05.123','2026-01-02 03:04:05.123');
INSERT INTO `group_sub_groups` VALUES (1,2,1,3,'2026-01-02 03:04:05.123','2026-01-02 03:04:05.123');
INSERT INTO `api_keys` VALUES (1,'${key}','${hash}',1,'active','mine',4,0,'2026-01-02 03:04:05.123','2026-01-02 03:04:05.123','2026-01-02 03:04:05.123'),(2,'${key2}','${hash2}',1,'invalid','',0,3,NULL,'2026-01-02 03:04:05.123','2026-01-02 03:04:05.123');
INSERT INTO `request_logs` VALUES ('5f0c6f0e-7a53-4b9a-8f57-0a4b1f6d9c11','2026-01-02 03:04:05.123',1,'old',2,'all','${key}','${hash}','gpt-4o',1,'::1',200,'/proxy/all/v1/chat/completions',321,'','','final','https://u/v1/chat/completions',1,'');
INSERT INTO `group_hourly_stats` VALUES (1,'2026-01-02 03:00:00.000',1,4,1,'2026-01-02 03:04:05.123','2026-01-02 03:04:05.123');
