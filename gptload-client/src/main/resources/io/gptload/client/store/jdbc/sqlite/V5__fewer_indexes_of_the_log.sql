-- The log's indexes that no question needs cost more than the row itself. gpt-load makes them again when it opens the file.
DROP INDEX IF EXISTS `idx_request_logs_group_id`;
DROP INDEX IF EXISTS `idx_request_logs_group_name`;
DROP INDEX IF EXISTS `idx_request_logs_parent_group_id`;
DROP INDEX IF EXISTS `idx_request_logs_parent_group_name`;
DROP INDEX IF EXISTS `idx_request_logs_model`;
DROP INDEX IF EXISTS `idx_request_logs_request_type`;
