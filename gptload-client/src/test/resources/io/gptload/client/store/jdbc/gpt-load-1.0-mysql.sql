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
  `description` varchar(512) DEFAULT NULL,
  `upstreams` json NOT NULL,
  `channel_type` varchar(50) NOT NULL,
  `sort` bigint(20) DEFAULT 0,
  `test_model` varchar(255) NOT NULL,
  `param_overrides` json DEFAULT NULL,
  `config` json DEFAULT NULL,
  `last_validated_at` datetime(3) DEFAULT NULL,
  `created_at` datetime(3) DEFAULT NULL,
  `updated_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uni_groups_name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE `api_keys` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `key_value` varchar(512) NOT NULL,
  `group_id` bigint(20) unsigned NOT NULL,
  `status` varchar(50) NOT NULL DEFAULT 'active',
  `request_count` bigint(20) NOT NULL DEFAULT 0,
  `failure_count` bigint(20) NOT NULL DEFAULT 0,
  `last_used_at` datetime(3) DEFAULT NULL,
  `created_at` datetime(3) DEFAULT NULL,
  `updated_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `idx_group_key` (`group_id`,`key_value`),
  CONSTRAINT `fk_groups_api_keys` FOREIGN KEY (`group_id`) REFERENCES `groups` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE `request_logs` (
  `id` varchar(36) NOT NULL,
  `timestamp` datetime(3) NOT NULL,
  `group_id` bigint(20) unsigned NOT NULL,
  `key_id` bigint(20) unsigned NOT NULL,
  `is_success` tinyint(1) NOT NULL,
  `source_ip` varchar(45) DEFAULT NULL,
  `status_code` bigint(20) NOT NULL,
  `request_path` varchar(1024) DEFAULT NULL,
  `duration` bigint(20) NOT NULL,
  `error_message` text DEFAULT NULL,
  `user_agent` varchar(512) DEFAULT NULL,
  `retries` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `idx_request_logs_timestamp` (`timestamp`),
  KEY `idx_request_logs_group_id` (`group_id`),
  KEY `idx_request_logs_key_id` (`key_id`)
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
INSERT INTO `groups` VALUES (1,'old','Old','','[{"url":"https://u","weight":1}]','openai',5,'m','{}','{"max_retries":7}',NULL,'2026-01-02 03:04:05.123','2026-01-02 03:04:05.123');
INSERT INTO `api_keys` VALUES (1,'sk-leakcanary-old',1,'active',4,0,'2026-01-02 03:04:05.123','2026-01-02 03:04:05.123','2026-01-02 03:04:05.123'),(2,'sk-leakcanary-older',1,'invalid',0,3,NULL,'2026-01-02 03:04:05.123','2026-01-02 03:04:05.123');
INSERT INTO `request_logs` VALUES ('5f0c6f0e-7a53-4b9a-8f57-0a4b1f6d9c11','2026-01-02 03:04:05.123',1,1,1,'::1',200,'/proxy/old/v1/chat/completions',321,'','',0);
